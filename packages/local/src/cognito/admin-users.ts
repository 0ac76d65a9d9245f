import { randomBytes } from 'node:crypto';
import { checkPool } from './app-client.ts';
import { CognitoException, invalidParameter } from './exception.ts';
import { attributeMap, optionalString, requiredString, type Input } from './input.ts';
import { checkPassword } from './password-policy.ts';
import type { Pool } from './pool.ts';
import type { User } from './pool-store.ts';
import { makeVerifier } from './srp.ts';

/** A user as Cognito's API shows it. */
function describe(user: User, attributesKey: 'Attributes' | 'UserAttributes'): object {
  const attributes = { sub: user.sub, ...user.attributes };
  return {
    Username: user.username,
    [attributesKey]: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    UserCreateDate: user.createdAt / 1000,
    UserLastModifiedDate: user.modifiedAt / 1000,
    Enabled: user.enabled,
    UserStatus: user.status,
  };
}

/** The user that an admin action names. @throws CognitoException `UserNotFoundException`. */
export function namedUser(pool: Pool, input: Input): User {
  checkPool(pool, input);
  const user = pool.store.user(requiredString(input, 'Username'));
  if (!user) throw new CognitoException('UserNotFoundException', 'User does not exist.');
  return user;
}

/** `AdminCreateUser`; the temporary password is returned to nobody, so bring one. */
export function adminCreateUser(pool: Pool, input: Input): object {
  checkPool(pool, input);
  const username = requiredString(input, 'Username');
  if (pool.store.user(username))
    throw new CognitoException('UsernameExistsException', 'User account already exists');
  const temporary = optionalString(input, 'TemporaryPassword');
  if (temporary !== undefined) checkPassword(temporary);
  const secret = temporary ?? `${randomBytes(12).toString('base64url')}aA1!`;
  const user = pool.store.addUser({
    username,
    enabled: true,
    status: 'FORCE_CHANGE_PASSWORD',
    attributes: attributeMap(input, 'UserAttributes'),
    password: makeVerifier(pool.store.poolName, username, secret),
    createdAt: pool.now(),
    modifiedAt: pool.now(),
  });
  return { User: describe(user, 'Attributes') };
}

/** `AdminSetUserPassword`. */
export function adminSetUserPassword(pool: Pool, input: Input): object {
  const user = namedUser(pool, input);
  const password = requiredString(input, 'Password');
  checkPassword(password);
  const status = input.Permanent === true ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD';
  const verifier = makeVerifier(pool.store.poolName, user.username, password);
  pool.store.updateUser(user.username, { password: verifier, status }, pool.now());
  return {};
}

/** `AdminGetUser`. */
export function adminGetUser(pool: Pool, input: Input): object {
  return describe(namedUser(pool, input), 'UserAttributes');
}

/** `AdminDeleteUser`. */
export function adminDeleteUser(pool: Pool, input: Input): object {
  pool.store.deleteUser(namedUser(pool, input).username);
  return {};
}

/** `AdminDisableUser`. */
export function adminDisableUser(pool: Pool, input: Input): object {
  pool.store.updateUser(namedUser(pool, input).username, { enabled: false }, pool.now());
  return {};
}

/** `AdminEnableUser`. */
export function adminEnableUser(pool: Pool, input: Input): object {
  pool.store.updateUser(namedUser(pool, input).username, { enabled: true }, pool.now());
  return {};
}

/** `AdminResetUserPassword`: the user has to choose a new one before the next sign-in. */
export function adminResetUserPassword(pool: Pool, input: Input): object {
  pool.store.updateUser(namedUser(pool, input).username, { status: 'RESET_REQUIRED' }, pool.now());
  return {};
}

/** `AdminUserGlobalSignOut`. */
export function adminUserGlobalSignOut(pool: Pool, input: Input): object {
  pool.store.revokeAll(namedUser(pool, input).username);
  return {};
}

/** `AdminUpdateUserAttributes`. */
export function adminUpdateUserAttributes(pool: Pool, input: Input): object {
  const user = namedUser(pool, input);
  const attributes = { ...user.attributes, ...attributeMap(input, 'UserAttributes') };
  pool.store.updateUser(user.username, { attributes }, pool.now());
  return {};
}

/** `ListUsers`, all in one page. */
export function listUsers(pool: Pool, input: Input): object {
  checkPool(pool, input);
  if (optionalString(input, 'Filter'))
    throw invalidParameter('ListUsers with Filter is not supported by the local user pool.');
  return { Users: pool.store.users().map((user) => describe(user, 'Attributes')) };
}
