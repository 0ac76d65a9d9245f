import { namedUser } from './admin-users.ts';
import { checkDispensable } from './conform.ts';
import type { User } from './entities.ts';
import { CognitoException, invalidParameter } from './exception.ts';
import type { Input } from './input.ts';
import type { Pool } from './pool.ts';
import { signedInUser } from './self-service.ts';
import type { TokenVerifier } from './verify-token.ts';

/** `AdminDeleteUserAttributes`. */
export function adminDeleteUserAttributes(pool: Pool, input: Input): object {
  return take(pool, namedUser(pool, input), readNames(input));
}

/** `DeleteUserAttributes`. */
export async function deleteUserAttributes(pool: Pool, verify: TokenVerifier, input: Input): Promise<object> {
  return take(pool, await signedInUser(pool, verify, input), readNames(input));
}

function readNames({ UserAttributeNames: names }: Input): string[] {
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
    throw new CognitoException('SerializationException', 'UserAttributeNames is not a list of strings.');
  }
  return names;
}

function take(pool: Pool, user: User, names: readonly string[]): object {
  if (names.includes('sub')) throw invalidParameter('Cannot modify the non-mutable attribute sub');
  const { usernameAttributes } = pool.store.settings;
  const called = usernameAttributes.find((name) => names.includes(name));
  if (called !== undefined) throw invalidParameter(`Cannot delete ${called}: people sign in with it.`);
  checkDispensable(pool, names);
  // An address that is gone is not verified either.
  const gone = new Set(names.flatMap((name) => [name, `${name}_verified`]));
  const attributes = Object.fromEntries(Object.entries(user.attributes).filter(([name]) => !gone.has(name)));
  pool.store.updateUser(user.username, { attributes }, pool.now());
  return {};
}
