import { namedUser } from './admin-users.ts';
import { offeredTo } from './choice.ts';
import type { User } from './entities.ts';
import type { Input } from './input.ts';
import { mfaSettings } from './mfa-settings.ts';
import type { Pool } from './pool.ts';
import { signedInUser } from './self-service.ts';
import type { TokenVerifier } from './verify-token.ts';

/** `GetUserAuthFactors`: what the user may begin and end a sign-in with. */
export async function getUserAuthFactors(pool: Pool, verify: TokenVerifier, input: Input): Promise<object> {
  return factorsOf(pool, await signedInUser(pool, verify, input));
}

/** `AdminGetUserAuthFactors`. */
export function adminGetUserAuthFactors(pool: Pool, input: Input): object {
  return factorsOf(pool, namedUser(pool, input));
}

function factorsOf(pool: Pool, user: User): object {
  const offered = offeredTo(pool, user, user.username).filter((name) => name !== 'PASSWORD_SRP');
  return { Username: user.username, ...mfaSettings(user), ConfiguredUserAuthFactors: offered };
}
