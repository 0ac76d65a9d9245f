import { checkPool } from './app-client.ts';
import { invalidParameter, unsupported } from './exception.ts';
import { oneOf, type Input } from './input.ts';
import type { Pool } from './pool.ts';
import type { SecondFactor } from './sign-in-settings.ts';

/**
 * `SetUserPoolMfaConfig`: whether users may or must have a second factor, and which. What its messages say, and who sends them,
 * is not kept: codes are handed to whoever runs the backend.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserPoolMfaConfig.html
 */
export function setUserPoolMfaConfig(pool: Pool, input: Input): object {
  checkPool(pool, input);
  if (input.WebAuthnConfiguration != null) throw unsupported('WebAuthnConfiguration');
  const mfa = oneOf(input, 'MfaConfiguration', ['OFF', 'ON', 'OPTIONAL']) ?? 'OFF';
  const secondFactors = readFactors(input);
  if (mfa === 'OFF' && secondFactors.length > 0) {
    throw invalidParameter(
      "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
    );
  }
  if (mfa !== 'OFF' && secondFactors.length === 0) {
    throw invalidParameter(
      "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.",
    );
  }
  pool.store.changeSettings(mfa === 'OFF' ? { mfa } : { mfa, secondFactors });
  return describe(pool);
}

/** `GetUserPoolMfaConfig`. */
export function getUserPoolMfaConfig(pool: Pool, input: Input): object {
  checkPool(pool, input);
  return describe(pool);
}

function readFactors(input: Input): SecondFactor[] {
  const {
    SmsMfaConfiguration: sms,
    SoftwareTokenMfaConfiguration: app,
    EmailMfaConfiguration: email,
  } = input;
  return [
    ...(sms == null ? [] : ['SMS_MFA' as const]),
    ...((app as Input | null | undefined)?.Enabled === true ? ['SOFTWARE_TOKEN_MFA' as const] : []),
    ...(email == null ? [] : ['EMAIL_OTP' as const]),
  ];
}

function describe({ store }: Pool): object {
  const { mfa, secondFactors = ['SOFTWARE_TOKEN_MFA'] } = store.settings;
  const has = (factor: SecondFactor): boolean => mfa !== 'OFF' && secondFactors.includes(factor);
  return {
    MfaConfiguration: mfa,
    SoftwareTokenMfaConfiguration: { Enabled: has('SOFTWARE_TOKEN_MFA') },
    ...(has('SMS_MFA') ? { SmsMfaConfiguration: {} } : {}),
    ...(has('EMAIL_OTP') ? { EmailMfaConfiguration: {} } : {}),
  };
}
