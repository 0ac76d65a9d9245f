import { expect, test } from 'vitest';
import { checkSignInOptions } from './check-sign-in-options.ts';
import type { SignInOptions } from './sign-in-settings.ts';

test.each([
  [{ mfa: 'MAYBE' }, 'signIn.mfa cannot be MAYBE: expected OFF, OPTIONAL, ON.'],
  [{ firstFactors: 'PASSWORD' }, 'signIn.firstFactors is a list of PASSWORD, EMAIL_OTP, SMS_OTP.'],
  [
    { firstFactors: ['PASSWORD', 'WEB_AUTHN'] },
    'signIn.firstFactors cannot be WEB_AUTHN: expected PASSWORD, EMAIL_OTP, SMS_OTP.',
  ],
  [{ firstFactors: ['EMAIL_OTP'] }, 'signIn.firstFactors must include PASSWORD, as on AWS.'],
  [
    { secondFactors: ['SMS_OTP'] },
    'signIn.secondFactors cannot be SMS_OTP: expected SMS_MFA, SOFTWARE_TOKEN_MFA, EMAIL_OTP.',
  ],
  [{ mfa: 'ON', secondFactors: [] }, 'signIn.mfa is ON, and signIn.secondFactors names none.'],
  [{ devices: true }, 'signIn.devices is an object with replacesSecondFactor and onlyOnPrompt.'],
])('says what is wrong with %j', (options, message) => {
  expect(() => checkSignInOptions(options as SignInOptions)).toThrow(new TypeError(message));
});

test('takes what is right', () => {
  const options: SignInOptions = {
    ...{ mfa: 'ON', firstFactors: ['PASSWORD', 'SMS_OTP'], secondFactors: ['EMAIL_OTP'] },
    devices: { replacesSecondFactor: true, onlyOnPrompt: false },
  };
  expect(checkSignInOptions(options)).toBe(options);
  expect(checkSignInOptions({})).toEqual({});
});
