import { namedUser, usernamePattern } from './admin-users.ts';
import { checkSecretHash, findClient } from './app-client.ts';
import { codeMismatch, sendCode, takeCode } from './codes.ts';
import { checkComplete, checkConform } from './conform.ts';
import type { AppClient, User } from './entities.ts';
import { CognitoException, invalidParameter, notAuthorized } from './exception.ts';
import { optionalString, refuseOthers, requiredString, type Input } from './input.ts';
import { checkPassword } from './password-policy.ts';
import type { Pool } from './pool.ts';
import { postConfirmation, preSignUp } from './sign-up-triggers.ts';
import { takesCodes } from './sign-in-settings.ts';
import { makeNoVerifier, makeVerifier } from './srp.ts';
import { readAttributes } from './user-attributes.ts';
import { checkUnique, newName } from './user-names.ts';

const ignored = ['ValidationData', 'AnalyticsMetadata', 'ClientMetadata', 'UserContextData'];

/** `SignUp`. @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html */
export async function signUp(pool: Pool, input: Input): Promise<object> {
  refuseOthers(input, ['ClientId', 'SecretHash', 'Username', 'Password', 'UserAttributes', ...ignored]);
  const { client, username: given } = asker(pool, input);
  const password = mayDoWithout(pool, client)
    ? optionalString(input, 'Password')
    : requiredString(input, 'Password');
  if (!pool.store.settings.selfSignUp) throw notAuthorized('SignUp is not permitted for this user pool');
  if (password !== undefined) checkPassword(password, pool.store.settings.passwordPolicy);
  const written = readAttributes(input, 'UserAttributes');
  const verified = Object.keys(written).find((name) => name.endsWith('_verified'));
  if (verified !== undefined) throw notAuthorized('A client attempted to write unauthorized attribute');
  checkFree(pool, given);
  const { username, sub, attributes: named } = newName(pool, given, written);
  checkConform(pool, named);
  checkComplete(pool, named);
  const wanted = await preSignUp(pool, 'SignUp', { username, clientId: client.id, attributes: named });
  const attributes = { ...named, ...wanted.verified };
  // Somebody else may have come while the trigger ran.
  checkFree(pool, given);
  checkUnique(pool, attributes);
  const now = pool.now();
  const user = pool.store.addUser({
    username,
    sub,
    enabled: true,
    status: wanted.isConfirmed ? 'CONFIRMED' : 'UNCONFIRMED',
    attributes,
    password:
      password === undefined
        ? makeNoVerifier(pool.store.poolName, username)
        : makeVerifier(pool.store.poolName, username, password),
    createdAt: now,
    modifiedAt: now,
  });
  if (wanted.isConfirmed) {
    await postConfirmation(pool, client.id, user, 'ConfirmSignUp');
    return { UserConfirmed: true, UserSub: user.sub };
  }
  const sent = await sendCode(pool, user, 'sign-up', { occasion: 'SignUp', clientId: client.id });
  return { UserConfirmed: false, UserSub: user.sub, ...(sent ? { CodeDeliveryDetails: sent } : {}) };
}

// Where people sign in by a code, a password is something that they may have.
function mayDoWithout({ store }: Pool, { flows }: AppClient): boolean {
  return flows.includes('ALLOW_USER_AUTH') && takesCodes(store.settings);
}

function checkFree(pool: Pool, username: string): void {
  if (pool.store.user(username)) throw new CognitoException('UsernameExistsException', 'User already exists');
}

/** `ConfirmSignUp`; the address that the code went to is verified by it. */
export async function confirmSignUp(pool: Pool, input: Input): Promise<object> {
  const { client, username } = asker(pool, input);
  const code = requiredString(input, 'ConfirmationCode', /^\S+$/);
  const user = known(pool, client, username);
  // An unknown user's code is as wrong as any.
  if (!user) throw codeMismatch();
  if (user.status !== 'UNCONFIRMED') throw notConfirmable(user);
  const proven = takeCode(pool, user, 'sign-up', code);
  try {
    confirm(pool, user, proven, input.ForceAliasCreation === true);
  } catch (error) {
    // The code was right, and is good for another try with ForceAliasCreation.
    pool.store.updateUser(user.username, { codes: user.codes ?? {} }, user.modifiedAt);
    throw error;
  }
  const { username: name } = user;
  await postConfirmation(pool, client.id, pool.store.user(name) ?? user, 'ConfirmSignUp');
  if (proven === undefined || !client.flows.includes('ALLOW_USER_AUTH')) return {};
  // The code is as good as one for signing in, if that comes next.
  return { Session: pool.sessions.open({ name: 'CONFIRMED', clientId: client.id, username: name }) };
}

/** `ResendConfirmationCode`. */
export async function resendConfirmationCode(pool: Pool, input: Input): Promise<object> {
  const { client, username } = asker(pool, input);
  const user = known(pool, client, username);
  if (!user) return { CodeDeliveryDetails: pretended };
  if (user.status !== 'UNCONFIRMED') throw invalidParameter('User is already confirmed.');
  const sent = await sendCode(pool, user, 'sign-up', { occasion: 'ResendCode', clientId: client.id });
  if (!sent) throw invalidParameter('Cannot resend codes. Auto verification not turned on.');
  return { CodeDeliveryDetails: sent };
}

/** `AdminConfirmSignUp`. */
export function adminConfirmSignUp(pool: Pool, input: Input): object {
  const user = namedUser(pool, input);
  if (user.status !== 'UNCONFIRMED') throw notConfirmable(user);
  confirm(pool, user, undefined);
  return {};
}

/** What is said to have happened where the app client hides that there is no such user. */
export const pretended = {
  Destination: 'u***@e***',
  DeliveryMedium: 'EMAIL',
  AttributeName: 'email',
} as const;

/** The app client and user name of a request that anybody may make, with the proof of the client's secret checked. */
export function asker(pool: Pool, input: Input): { client: AppClient; username: string } {
  const client = findClient(pool, input);
  const username = requiredString(input, 'Username', usernamePattern);
  checkSecretHash(client, [username], optionalString(input, 'SecretHash'));
  return { client, username };
}

/**
 * A user whom somebody claims to be; undefined where the client hides that there is none.
 *
 * @throws CognitoException `UserNotFoundException`.
 */
export function known(pool: Pool, client: AppClient, username: string): User | undefined {
  const user = pool.store.user(username);
  if (user || client.preventUserExistenceErrors === 'ENABLED') return user;
  throw new CognitoException('UserNotFoundException', 'Username/client id combination not found.');
}

function confirm(
  pool: Pool,
  user: User,
  verified: 'email' | 'phone_number' | undefined,
  isForced = false,
): void {
  const proven = verified === undefined ? {} : { [`${verified}_verified`]: 'true' };
  const attributes = { ...user.attributes, ...proven };
  checkUnique(pool, attributes, user, isForced);
  pool.store.updateUser(user.username, { status: 'CONFIRMED', attributes }, pool.now());
}

function notConfirmable({ status }: User): CognitoException {
  return notAuthorized(`User cannot be confirmed. Current status is ${status}`);
}
