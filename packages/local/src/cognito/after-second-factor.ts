import { continueCustomAuth, met } from './custom-auth.ts';
import type { AppClient, User } from './entities.ts';
import type { Pool } from './pool.ts';
import type { Challenge } from './sessions.ts';
import { afterFactors } from './sign-in.ts';

/**
 * Goes on after a second factor: to what the pool's triggers ask, where the sign-in is theirs.
 *
 * @param session - The one that was answered in.
 */
export function afterSecondFactor(
  pool: Pool,
  client: AppClient,
  user: User,
  { name, history, deviceKey }: Challenge,
  session: string,
): object | Promise<object> {
  if (!history) return afterFactors(pool, client, user, deviceKey, session);
  return continueCustomAuth(pool, client, user, [...history, met(name)], deviceKey);
}
