import { createHmac } from 'node:crypto';
import type { Pool } from './pool.ts';

/**
 * What somebody unknown is called in challenges, where the app client hides that there is nobody: in a pool whose people sign
 * in by an address their user name is another, so it has to be for whom nobody knows.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
 */
export function pretendedName({ store }: Pool, given: string): string {
  const { usernameAttributes, aliasAttributes } = store.settings;
  const isAddress = given.includes('@') || given.startsWith('+');
  if (usernameAttributes.length === 0 && !(aliasAttributes.length > 0 && isAddress)) return given;
  const hex = createHmac('sha256', store.pepper).update(`name:${given.toLowerCase()}`).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/**
 * Whether a challenge is answered by whom it was put to, known or not.
 *
 * @param name - Of whom it was put to.
 * @param claimed - Who says to answer.
 */
export function isAnswerer(pool: Pool, name: string, claimed: string): boolean {
  const user = pool.store.user(claimed);
  if (user) return user.username === name;
  const same = (other: string): boolean => other.toLowerCase() === name.toLowerCase();
  return same(claimed) || same(pretendedName(pool, claimed));
}
