import { randomBytes } from 'node:crypto';
import { checkPool } from './app-client.ts';
import { sendCode } from './codes.ts';
import { checkConform } from './conform.ts';
import { describeUser } from './describe.ts';
import type { User } from './entities.ts';
import { CognitoException } from './exception.ts';
import { checkPresent, optionalString, refuseOthers, requiredString, type Input } from './input.ts';
import { checkPassword } from './password-policy.ts';
import type { Pool } from './pool.ts';
import { preSignUp } from './sign-up-triggers.ts';
import { mfaSettings } from './mfa-settings.ts';
import { takesCodes } from './sign-in-settings.ts';
import { makeNoVerifier, makeVerifier } from './srp.ts';
import { readAttributes } from './user-attributes.ts';
import { checkUnique, newName } from './user-names.ts';

/** What AWS takes as a user name. */
export const usernamePattern = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;

/** The user that an admin action names. @throws CognitoException `UserNotFoundException`. */
export function namedUser(pool: Pool, input: Input): User {
  checkPool(pool, input);
  const user = pool.store.user(requiredString(input, 'Username', usernamePattern));
  if (!user) throw new CognitoException('UserNotFoundException', 'User does not exist.');
  return user;
}

// Where no message goes out there is nothing to choose: `SUPPRESS` is what happens anyway, and `RESEND` has no sense.
const createKeys = [
  'UserPoolId',
  'Username',
  'TemporaryPassword',
  'UserAttributes',
  'DesiredDeliveryMediums',
  'ForceAliasCreation',
];

/**
 * `AdminCreateUser`; the temporary password is sent to nobody, so bring one or set one afterwards. Where people sign in by a
 * code, whoever has a verified address and gets no password needs none.
 */
export async function adminCreateUser(pool: Pool, input: Input): Promise<object> {
  checkPool(pool, input);
  refuseOthers(input, [...createKeys, ...(input.MessageAction === 'SUPPRESS' ? ['MessageAction'] : [])]);
  const given = requiredString(input, 'Username', usernamePattern);
  checkFree(pool, given);
  const temporary = optionalString(input, 'TemporaryPassword');
  if (temporary !== undefined) checkPassword(temporary, pool.store.settings.passwordPolicy);
  const { username, sub, attributes } = newName(pool, given, readAttributes(input, 'UserAttributes'));
  checkConform(pool, attributes);
  await preSignUp(pool, 'AdminCreateUser', { username, clientId: 'CLIENT_ID_NOT_APPLICABLE', attributes });
  // Somebody else may have come while the trigger ran.
  checkFree(pool, given);
  checkUnique(pool, attributes, undefined, input.ForceAliasCreation === true);
  const reachable = (['email_verified', 'phone_number_verified'] as const).some(
    (name) => attributes[name] === 'true',
  );
  const needsNone = temporary === undefined && reachable && takesCodes(pool.store.settings);
  const secret = temporary ?? randomBytes(24).toString('base64url');
  const now = pool.now();
  const user = pool.store.addUser({
    username,
    sub,
    enabled: true,
    status: needsNone ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD',
    attributes,
    password: needsNone
      ? makeNoVerifier(pool.store.poolName, username)
      : makeVerifier(pool.store.poolName, username, secret),
    createdAt: now,
    modifiedAt: now,
  });
  return { User: describeUser(user, 'Attributes') };
}

function checkFree(pool: Pool, username: string): void {
  if (!pool.store.user(username)) return;
  throw new CognitoException('UsernameExistsException', 'User account already exists');
}

/** `AdminSetUserPassword`. */
export function adminSetUserPassword(pool: Pool, input: Input): object {
  const user = namedUser(pool, input);
  const password = requiredString(input, 'Password');
  checkPassword(password, pool.store.settings.passwordPolicy);
  const status = input.Permanent === true ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD';
  const verifier = makeVerifier(pool.store.poolName, user.username, password);
  const now = pool.now();
  pool.store.updateUser(user.username, { password: verifier, status, passwordSetAt: now }, now);
  return {};
}

/** `AdminGetUser`. */
export function adminGetUser(pool: Pool, input: Input): object {
  const user = namedUser(pool, input);
  return { ...describeUser(user, 'UserAttributes'), ...mfaSettings(user) };
}

/** `AdminDeleteUser`, which ends the user's sign-ins too. */
export function adminDeleteUser(pool: Pool, input: Input): object {
  const { username } = namedUser(pool, input);
  pool.signIns.revokeAll(username);
  pool.store.deleteUser(username);
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

/** `AdminResetUserPassword`: the user has to choose a new one before the next sign-in, and gets a code for it. */
export async function adminResetUserPassword(pool: Pool, input: Input): Promise<object> {
  const user = namedUser(pool, input);
  pool.store.updateUser(user.username, { status: 'RESET_REQUIRED' }, pool.now());
  const why = { occasion: 'ForgotPassword', clientId: 'CLIENT_ID_NOT_APPLICABLE' } as const;
  await sendCode(pool, user, 'forgot-password', why);
  return {};
}

/** `AdminUserGlobalSignOut`. */
export function adminUserGlobalSignOut(pool: Pool, input: Input): object {
  pool.signIns.revokeAll(namedUser(pool, input).username);
  return {};
}

/** `AdminUpdateUserAttributes`; an empty value takes the attribute away. */
export function adminUpdateUserAttributes(pool: Pool, input: Input): object {
  const user = namedUser(pool, input);
  checkPresent(input, 'UserAttributes');
  const given = readAttributes(input, 'UserAttributes');
  checkConform(pool, given, user);
  const changed = { ...user.attributes, ...given };
  const attributes = Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== ''));
  checkUnique(pool, attributes, user);
  pool.store.updateUser(user.username, { attributes }, pool.now());
  return {};
}
