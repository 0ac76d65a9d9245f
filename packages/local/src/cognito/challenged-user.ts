import { isAnswerer } from './answerer.ts';
import type { User } from './entities.ts';
import { invalidSession } from './exception.ts';
import type { Pool } from './pool.ts';
import { checkEnabled } from './sign-in.ts';

/**
 * The user whom a challenge was put to, who has to be the one who answers.
 *
 * @param name - Of whom it was put to.
 * @param claimed - Who says to answer.
 * @throws CognitoException `NotAuthorizedException`.
 */
export function challengedUser(pool: Pool, name: string, claimed: string): User {
  const user = pool.store.user(name);
  if (!user || !isAnswerer(pool, name, claimed)) throw invalidSession();
  checkEnabled(user);
  return user;
}
