import { checkPool, checkSecretHash, findClient } from './app-client.ts';
import { challengedUser } from './challenged-user.ts';
import { answerChoice, answerPassword } from './choice.ts';
import { checkTimestamp } from './claim-timestamp.ts';
import { answerCustomChallenge, continueCustomAuth, met } from './custom-auth.ts';
import { answerDevicePassword, answerDeviceSrp } from './device-challenges.ts';
import { deviceNotFound, isKnownDevice } from './device-tracking.ts';
import { checkConform, missingAttributes } from './conform.ts';
import type { AppClient, User } from './entities.ts';
import {
  CognitoException,
  notAuthorized,
  unsupported,
  wrongPassword,
  invalidParameter,
} from './exception.ts';
import { optionalString, requiredString, stringMap, type Input } from './input.ts';
import { checkPassword } from './password-policy.ts';
import type { Pool } from './pool.ts';
import type { Challenge } from './sessions.ts';
import { answerMessageCode } from './message-code.ts';
import { answerFactorChoice, answerSetUp, answerSoftwareToken } from './second-factor.ts';
import { beforeAuthentication, checkEnabled, finish, leftToDo, findUser, parameter } from './sign-in.ts';
import { makeVerifier, verifyClaim } from './srp.ts';
import { checkAttribute } from './user-attributes.ts';

type Responses = Readonly<Record<string, string>>;

type Answer = (
  pool: Pool,
  client: AppClient,
  responses: Responses,
  session: string,
) => object | Promise<object>;

const withSession =
  (answer: Answer): Answer =>
  (pool, client, responses, session) => {
    parameter({ Session: session }, 'Session');
    return answer(pool, client, responses, session);
  };

const answers: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ['PASSWORD_VERIFIER', provePassword],
  ['NEW_PASSWORD_REQUIRED', withSession(setNewPassword)],
  ['SELECT_CHALLENGE', withSession(answerChoice)],
  ...(['PASSWORD', 'PASSWORD_SRP'] as const).map((name): [string, Answer] => [
    name,
    withSession((pool, client, ...rest) => answerPassword(pool, client, name, ...rest)),
  ]),
  ...(['SMS_MFA', 'EMAIL_OTP', 'SMS_OTP'] as const).map((name): [string, Answer] => [
    name,
    withSession((pool, client, ...rest) => answerMessageCode(pool, client, name, ...rest)),
  ]),
  ['SOFTWARE_TOKEN_MFA', withSession(answerSoftwareToken)],
  ['SELECT_MFA_TYPE', withSession(answerFactorChoice)],
  ['MFA_SETUP', withSession(answerSetUp)],
  ['CUSTOM_CHALLENGE', withSession(answerCustomChallenge)],
  ['DEVICE_SRP_AUTH', answerDeviceSrp],
  ['DEVICE_PASSWORD_VERIFIER', answerDevicePassword],
]);

/** `RespondToAuthChallenge`. @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html */
export async function respondToAuthChallenge(pool: Pool, input: Input): Promise<object> {
  const name = requiredString(input, 'ChallengeName');
  const client = findClient(pool, input);
  const responses = stringMap(input, 'ChallengeResponses');
  const answer = answers.get(name);
  if (!answer) throw unsupported(`The challenge ${name}`);
  return answer(pool, client, responses, optionalString(input, 'Session') ?? '');
}

/** `AdminRespondToAuthChallenge`. */
export function adminRespondToAuthChallenge(pool: Pool, input: Input): Promise<object> {
  checkPool(pool, input);
  return respondToAuthChallenge(pool, input);
}

async function provePassword(pool: Pool, client: AppClient, responses: Responses): Promise<object> {
  const username = parameter(responses, 'USERNAME');
  const secretBlock = parameter(responses, 'PASSWORD_CLAIM_SECRET_BLOCK');
  const signature = parameter(responses, 'PASSWORD_CLAIM_SIGNATURE');
  const timestamp = parameter(responses, 'TIMESTAMP');
  checkSecretHash(client, [username], responses.SECRET_HASH);
  checkTimestamp(timestamp, pool.now());
  const challenge = takeProof(pool, secretBlock, client);
  const user = findUser(pool, client, challenge.username);
  await beforeAuthentication(pool, client, user, challenge.username);
  pool.passwordAttempts.check(challenge.username);
  const proven =
    user &&
    pool.store.user(username)?.sub === user.sub &&
    verifyClaim(challenge.clientKey, challenge.keys, user.password, {
      poolName: pool.store.poolName,
      username: user.username,
      secretBlock: Buffer.from(secretBlock, 'base64'),
      timestamp,
      signature,
    });
  if (!proven) {
    pool.passwordAttempts.failed(challenge.username);
    throw wrongPassword();
  }
  pool.passwordAttempts.succeeded(challenge.username);
  checkEnabled(user);
  const { DEVICE_KEY: deviceKey } = responses;
  if (!isKnownDevice(pool, user, deviceKey)) {
    // AWS's clients then bring the same proof without the device.
    pool.sessions.reopen(secretBlock, challenge);
    throw deviceNotFound();
  }
  if (!challenge.history) return finish(pool, client, user, deviceKey);
  const history = [...challenge.history, met('PASSWORD_VERIFIER')];
  const left = await leftToDo(pool, client, user, deviceKey, history);
  return left ?? continueCustomAuth(pool, client, user, history, deviceKey);
}

// A secret block is used up by its first answer; to whoever brings it again, or makes one up, it is a wrong password.
function takeProof(
  pool: Pool,
  secretBlock: string,
  client: AppClient,
): Challenge & { name: 'PASSWORD_VERIFIER' } {
  try {
    return pool.sessions.take(secretBlock, 'PASSWORD_VERIFIER', client.id);
  } catch (error) {
    throw error instanceof CognitoException ? wrongPassword() : error;
  }
}

async function setNewPassword(
  pool: Pool,
  client: AppClient,
  responses: Responses,
  session: string,
): Promise<object> {
  const username = parameter(responses, 'USERNAME');
  const newPassword = parameter(responses, 'NEW_PASSWORD');
  checkSecretHash(client, [username], responses.SECRET_HASH);
  const challenge = pool.sessions.take(session, 'NEW_PASSWORD_REQUIRED', client.id);
  const user = challengedUser(pool, challenge.username, username);
  try {
    checkPassword(newPassword, pool.store.settings.passwordPolicy);
    checkFilledIn(pool, user, newAttributes(user, responses));
  } catch (error) {
    // A password that the policy refuses leaves the session open for another try.
    pool.sessions.reopen(session, challenge);
    throw error;
  }
  const attributes = { ...user.attributes, ...newAttributes(user, responses) };
  const password = makeVerifier(pool.store.poolName, user.username, newPassword);
  const now = pool.now();
  pool.store.updateUser(
    user.username,
    { password, attributes, status: 'CONFIRMED', passwordSetAt: now },
    now,
  );
  const signedIn: User = { ...user, attributes, status: 'CONFIRMED' };
  return finish(pool, client, signedIn);
}

function checkFilledIn(pool: Pool, { attributes }: User, added: Readonly<Record<string, string>>): void {
  checkConform(pool, added);
  const [missing] = missingAttributes(pool, { ...attributes, ...added });
  if (missing !== undefined) throw invalidParameter(`Invalid user attributes: ${missing} is missing`);
}

const prefix = 'userAttributes.';

// The attributes that a user fills in together with the new password; those that are there stay.
function newAttributes(user: User, responses: Responses): Record<string, string> {
  const given = Object.entries(responses).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(
    given.map(([key, value]) => {
      const name = key.slice(prefix.length);
      checkAttribute(name, value);
      if (user.attributes[name] !== undefined)
        throw notAuthorized(`Cannot modify an already provided ${name}`);
      return [name, value];
    }),
  );
}
