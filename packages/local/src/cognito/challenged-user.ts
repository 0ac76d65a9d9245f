import type { AppClient, User } from './entities.ts';
import { invalidSession } from './exception.ts';
import type { Pool } from './pool.ts';
import { findUser } from './sign-in.ts';

/**
 * The user whom a challenge was put to, who has to be the one who answers.
 *
 * @param name - Of whom it was put to.
 * @param claimed - Who says to answer.
 * @throws CognitoException `NotAuthorizedException`.
 */
export function challengedUser(pool: Pool, client: AppClient, name: string, claimed: string): User {
  const user = pool.store.user(name) && findUser(pool, client, name);
  if (!user || pool.store.user(claimed)?.sub !== user.sub) throw invalidSession();
  return user;
}
