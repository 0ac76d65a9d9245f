import type { User } from './entities.ts';
import type { Pool } from './pool.ts';
import type { SecondFactor } from './sign-in-settings.ts';

/** What a user still has to do after the password: use one of these factors, or set one of these up. */
export type NextFactor =
  { readonly kind: 'use' | 'set-up'; readonly factors: readonly SecondFactor[] } | undefined;

/** The second factors of a pool. */
export function poolFactors({ store }: Pool): readonly SecondFactor[] {
  const { mfa, secondFactors = ['SOFTWARE_TOKEN_MFA'] } = store.settings;
  return mfa === 'OFF' ? [] : secondFactors;
}

/**
 * The second factor of a user. A preferred one comes alone; where none is, the user has to choose among several. A pool that
 * demands one takes whatever the user has, switched on or not.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html
 */
export function nextFactor(pool: Pool, user: User): NextFactor {
  const usable = poolFactors(pool).filter((factor) => isSetUp(user, factor));
  const enabled = usable.filter((factor) => isEnabled(user, factor));
  const preferred = enabled.find((factor) => isPreferred(user, factor));
  if (preferred) return { kind: 'use', factors: [preferred] };
  if (enabled.length > 0) return { kind: 'use', factors: enabled };
  if (pool.store.settings.mfa !== 'ON') return undefined;
  return usable.length > 0
    ? { kind: 'use', factors: usable }
    : { kind: 'set-up', factors: poolFactors(pool) };
}

/** Whether a user could use a factor at all. */
export function isSetUp({ softwareToken, attributes }: User, factor: SecondFactor): boolean {
  if (factor === 'SOFTWARE_TOKEN_MFA') return softwareToken?.secret !== undefined;
  return attributes[attributeOf(factor)] !== undefined;
}

/** Whether a user switched a factor on. */
export function isEnabled({ softwareToken, messageFactors }: User, factor: SecondFactor): boolean {
  if (factor === 'SOFTWARE_TOKEN_MFA') return softwareToken?.enabled === true;
  return messageFactors?.[factor] !== undefined;
}

/** Whether a user prefers a factor to the others. */
export function isPreferred({ softwareToken, messageFactors }: User, factor: SecondFactor): boolean {
  if (factor === 'SOFTWARE_TOKEN_MFA')
    return softwareToken?.enabled === true && softwareToken.preferred === true;
  return messageFactors?.[factor]?.preferred === true;
}

/** The address that a code goes to. */
export function attributeOf(challenge: 'SMS_MFA' | 'SMS_OTP' | 'EMAIL_OTP'): 'email' | 'phone_number' {
  return challenge === 'EMAIL_OTP' ? 'email' : 'phone_number';
}
