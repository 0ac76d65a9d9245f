import type { FirstFactor, SecondFactor, SignInOptions } from './sign-in-settings.ts';

const firstFactors: readonly FirstFactor[] = ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP'];
const secondFactors: readonly SecondFactor[] = ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'];
const modes = ['OFF', 'OPTIONAL', 'ON'] as const;

/**
 * Checks the `signIn` option of a backend.
 *
 * @throws TypeError that names what is wrong and what would be right.
 */
export function checkSignInOptions(options: SignInOptions): SignInOptions {
  const { mfa = 'OFF', firstFactors: first = ['PASSWORD'], secondFactors: second, devices } = options;
  if (!modes.includes(mfa)) throw wrong('mfa', String(mfa), modes);
  checkAll('firstFactors', first, firstFactors);
  checkAll('secondFactors', second ?? ['SOFTWARE_TOKEN_MFA'], secondFactors);
  if (!first.includes('PASSWORD'))
    throw new TypeError('signIn.firstFactors must include PASSWORD, as on AWS.');
  if (mfa !== 'OFF' && second?.length === 0) {
    throw new TypeError(`signIn.mfa is ${mfa}, and signIn.secondFactors names none.`);
  }
  if (devices != null && typeof devices !== 'object') {
    throw new TypeError('signIn.devices is an object with replacesSecondFactor and onlyOnPrompt.');
  }
  return options;
}

function checkAll(name: string, given: readonly string[], known: readonly string[]): void {
  const list: unknown = given;
  if (!Array.isArray(list)) throw new TypeError(`signIn.${name} is a list of ${known.join(', ')}.`);
  const other = given.find((factor) => !known.includes(factor));
  if (other !== undefined) throw wrong(name, String(other), known);
}

function wrong(name: string, given: string, known: readonly string[]): TypeError {
  return new TypeError(`signIn.${name} cannot be ${given}: expected ${known.join(', ')}.`);
}
