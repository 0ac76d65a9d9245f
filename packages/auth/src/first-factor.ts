import type { PasswordFlow, Values } from './cognito-client.ts';
import { AuthError } from './errors.ts';
import type { SignInOptions } from './sign-in-options.ts';
import type { SrpKeys } from './srp.ts';

/**
 * What a sign-in begins with, beyond the user's name.
 *
 * @throws AuthError `sign-in-needed` without the password that it takes; `not-configured` for a flow that there is not, before
 * a password is sent in its name.
 */
export function firstValues(options: SignInOptions, password: string | undefined, keys: SrpKeys): Values {
  const { flow = 'USER_SRP_AUTH' } = options;
  if (flow === 'USER_AUTH') {
    const preferred = options.preferredChallenge ?? (password === undefined ? undefined : 'PASSWORD_SRP');
    if (preferred === undefined) return {};
    return { PREFERRED_CHALLENGE: preferred, ...firstFactor(preferred, options, password, keys) };
  }
  if (flow === 'CUSTOM_AUTH') {
    // With a password the triggers may have it proved first.
    return password === undefined ? {} : { CHALLENGE_NAME: 'SRP_A', SRP_A: keys.publicKey };
  }
  const factor = factors[flow];
  if (factor !== undefined) return firstFactor(factor, options, password, keys);
  const known = [...Object.keys(factors), 'USER_AUTH', 'CUSTOM_AUTH'].join(', ');
  throw new AuthError('not-configured', `The option flow is "${flow}"; it can be ${known}.`);
}

const factors: Readonly<Record<PasswordFlow, string> & Partial<Record<string, string>>> = {
  USER_SRP_AUTH: 'PASSWORD_SRP',
  USER_PASSWORD_AUTH: 'PASSWORD',
  ADMIN_USER_PASSWORD_AUTH: 'PASSWORD',
};

/** What proves the first factor, as far as it goes with the choice of it. @throws AuthError `sign-in-needed` */
export function firstFactor(
  factor: string,
  { username }: SignInOptions,
  password: string | undefined,
  keys: SrpKeys,
): Values {
  if (!factor.startsWith('PASSWORD')) return {};
  if (password === undefined) {
    throw new AuthError('sign-in-needed', `There is no password to sign ${username} in with.`);
  }
  return factor === 'PASSWORD' ? { PASSWORD: password } : { SRP_A: keys.publicKey };
}
