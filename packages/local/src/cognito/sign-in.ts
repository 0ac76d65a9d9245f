import { checkSecretHash } from './app-client.ts';
import { missingAttributes } from './conform.ts';
import type { AppClient, User } from './entities.ts';
import { CognitoException, invalidParameter, notAuthorized, wrongPassword } from './exception.ts';
import type { Pool } from './pool.ts';
import { isClientKey, makeServerKeys, matchesVerifier, pretendVerifier } from './srp.ts';
import { pretendedName } from './answerer.ts';
import { askSecondFactor } from './ask-second-factor.ts';
import {
  askDevice,
  broughtDevice,
  changeDevice,
  confirmedDevice,
  newDevice,
  replacesSecondFactor,
} from './device-tracking.ts';
import type { CustomStep } from './sessions.ts';
import { issueTokens } from './tokens.ts';
import { migrateUser } from './user-migration.ts';
import { runTrigger, triggerAttributes } from './triggers.ts';

type Parameters = Readonly<Record<string, string>>;

/** A parameter that a flow or challenge needs. @throws CognitoException `InvalidParameterException`. */
export function parameter(parameters: Parameters, name: string): string {
  const value = parameters[name];
  if (value === undefined || value === '') throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}

/** Signs in by a password as it is. */
export async function withPassword(pool: Pool, client: AppClient, parameters: Parameters): Promise<object> {
  const username = parameter(parameters, 'USERNAME');
  const password = parameter(parameters, 'PASSWORD');
  checkSecretHash(client, [username], parameters.SECRET_HASH);
  const user = (await migrateUser(pool, client, username, password)) ?? findUser(pool, client, username);
  await beforeAuthentication(pool, client, user, username);
  // For somebody unknown the same is computed, so that the time it takes tells nothing.
  const { password: verifier, username: name } = user ?? {
    password: pretendVerifier(pool.store.pepper, username),
    username,
  };
  pool.passwordAttempts.check(name);
  const isRight = matchesVerifier(verifier, pool.store.poolName, name, password);
  if (!user || !isRight) {
    pool.passwordAttempts.failed(name);
    throw wrongPassword();
  }
  pool.passwordAttempts.succeeded(name);
  return finish(pool, client, user, parameters.DEVICE_KEY);
}

/**
 * Puts the challenge to prove a password without showing it.
 *
 * @param history - Where the pool's triggers decide what follows: what came before.
 */
export function beginSrp(
  pool: Pool,
  client: AppClient,
  parameters: Parameters,
  history?: readonly CustomStep[],
): object {
  const username = parameter(parameters, 'USERNAME');
  const clientKey = parameter(parameters, 'SRP_A');
  checkSecretHash(client, [username], parameters.SECRET_HASH);
  if (!isClientKey(clientKey)) throw invalidParameter('Invalid SRP_A');
  const user = findUser(pool, client, username);
  // Where the client hides who exists, an unknown user is challenged like any other and fails at the proof.
  const verifier = user?.password ?? pretendVerifier(pool.store.pepper, username);
  const keys = makeServerKeys(verifier);
  const name = user?.username ?? pretendedName(pool, username);
  const challenge = {
    name: 'PASSWORD_VERIFIER',
    clientId: client.id,
    username: name,
    clientKey,
    keys,
    history,
  } as const;
  return {
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeParameters: {
      USERNAME: name,
      USER_ID_FOR_SRP: name,
      SALT: verifier.salt,
      SRP_B: keys.publicKey,
      SECRET_BLOCK: pool.sessions.open(challenge),
    },
  };
}

/**
 * A user who may try to sign in, or undefined where the client hides that there is none. A client that hides who exists hides
 * as well who is disabled, until the password is proven.
 *
 * @throws CognitoException `UserNotFoundException`, or `NotAuthorizedException` for a disabled user.
 */
export function findUser(pool: Pool, client: AppClient, username: string): User | undefined {
  const user = pool.store.user(username);
  if (client.preventUserExistenceErrors === 'ENABLED') return user;
  if (!user) throw new CognitoException('UserNotFoundException', 'User does not exist.');
  checkEnabled(user);
  return user;
}

/** As {@link findUser}; whoever is disabled is as good as unknown, for whom no password is going to be proven. */
export function findEnabledUser(pool: Pool, client: AppClient, username: string): User | undefined {
  const user = findUser(pool, client, username);
  return user?.enabled ? user : undefined;
}

/** @throws CognitoException `NotAuthorizedException`. */
export function checkEnabled(user: User): void {
  if (!user.enabled) throw notAuthorized('User is disabled.');
}

const dayMs = 86_400_000;

/**
 * Signs a user in whose password was right, unless something is left to do first.
 *
 * @throws CognitoException among others `ResourceNotFoundException` for a device that is not known.
 */
export async function finish(pool: Pool, client: AppClient, user: User, deviceKey?: string): Promise<object> {
  const left = await leftToDo(pool, client, user, deviceKey);
  return left ?? afterFactors(pool, client, user, deviceKey);
}

/**
 * What is left to do for a user whose password was right: a new password, a second factor.
 *
 * @param history - Where the pool's triggers decide what follows: what came before.
 */
export async function leftToDo(
  pool: Pool,
  client: AppClient,
  user: User,
  deviceKey: string | undefined,
  history?: readonly CustomStep[],
): Promise<object | undefined> {
  checkEnabled(user);
  if (user.status === 'UNCONFIRMED') {
    throw new CognitoException('UserNotConfirmedException', 'User is not confirmed.');
  }
  if (user.status === 'RESET_REQUIRED') {
    throw new CognitoException('PasswordResetRequiredException', 'Password reset required for the user');
  }
  if (user.status === 'FORCE_CHANGE_PASSWORD') return askNewPassword(pool, client, user);
  const device = broughtDevice(pool, user, deviceKey);
  if (replacesSecondFactor(pool, device)) return undefined;
  return askSecondFactor(pool, client, user, { deviceKey: device?.key, history });
}

/**
 * Goes on with a user whose factors are all proven: a remembered device comes last.
 *
 * @param session - The one that was answered in.
 */
export function afterFactors(
  pool: Pool,
  client: AppClient,
  user: User,
  deviceKey: string | undefined,
  session?: string,
): object | Promise<object> {
  const device = pool.store.settings.devices ? confirmedDevice(user, deviceKey) : undefined;
  if (device?.isRemembered) return askDevice(pool, client, user, device, session);
  return complete(pool, client, user, device?.key);
}

/** Lets the pool's trigger refuse an attempt, before anything is proven. */
export async function beforeAuthentication(
  pool: Pool,
  client: AppClient,
  user: User | undefined,
  username: string,
): Promise<void> {
  await runTrigger(pool, 'preAuthentication', {
    source: 'PreAuthentication_Authentication',
    username: user?.username ?? username,
    clientId: client.id,
    request: { userAttributes: user ? triggerAttributes(user) : {}, userNotFound: user === undefined },
    response: {},
  });
}

/**
 * Signs a user in whose proofs are complete.
 *
 * @param deviceKey - Of a device that the user confirmed. Without one, a pool that tracks devices makes up a new one.
 */
export async function complete(
  pool: Pool,
  client: AppClient,
  user: User,
  deviceKey?: string,
): Promise<object> {
  const isNew = deviceKey === undefined && pool.store.settings.devices != null;
  await runTrigger(pool, 'postAuthentication', {
    source: 'PostAuthentication_Authentication',
    username: user.username,
    clientId: client.id,
    request: { userAttributes: triggerAttributes(user), newDeviceUsed: isNew },
    response: {},
  });
  if (pool.onSignedIn) return pool.onSignedIn(user);
  if (deviceKey !== undefined) changeDevice(pool, user, deviceKey, { authenticatedAt: pool.now() });
  const made = isNew ? newDevice(pool) : undefined;
  const tokens = await issueTokens(pool, client, user, undefined, made?.DeviceKey ?? deviceKey);
  return {
    ChallengeParameters: {},
    AuthenticationResult: { ...tokens, ...(made ? { NewDeviceMetadata: made } : {}) },
  };
}

function askNewPassword(pool: Pool, client: AppClient, user: User): object {
  const { TemporaryPasswordValidityDays: days } = pool.store.settings.passwordPolicy;
  if ((user.passwordSetAt ?? user.createdAt) + days * dayMs <= pool.now()) {
    throw notAuthorized('Temporary password has expired and must be reset by an administrator.');
  }
  const { username } = user;
  return {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session: pool.sessions.open({ name: 'NEW_PASSWORD_REQUIRED', clientId: client.id, username }),
    ChallengeParameters: {
      USER_ID_FOR_SRP: username,
      requiredAttributes: JSON.stringify(
        missingAttributes(pool, user.attributes).map((name) => `userAttributes.${name}`),
      ),
      userAttributes: JSON.stringify(user.attributes),
    },
  };
}
