import { checkPool, checkSecretHash, findClient } from './app-client.ts';
import { answerCustomChallenge } from './custom-auth.ts';
import type { AppClient, User } from './entities.ts';
import {
  CognitoException,
  invalidParameter,
  invalidSession,
  notAuthorized,
  unsupported,
  wrongPassword,
} from './exception.ts';
import { optionalString, requiredString, stringMap, type Input } from './input.ts';
import { checkPassword } from './password-policy.ts';
import type { Pool } from './pool.ts';
import type { Challenge } from './sessions.ts';
import { askSecondFactor } from './ask-second-factor.ts';
import { answerSecondFactor } from './second-factor.ts';
import { beforeAuthentication, complete, finish, findUser, parameter } from './sign-in.ts';
import { makeVerifier, verifyClaim } from './srp.ts';
import { checkAttribute } from './user-attributes.ts';

type Responses = Readonly<Record<string, string>>;

/** `RespondToAuthChallenge`. @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html */
export async function respondToAuthChallenge(pool: Pool, input: Input): Promise<object> {
  const name = requiredString(input, 'ChallengeName');
  const client = findClient(pool, input);
  const responses = stringMap(input, 'ChallengeResponses');
  if (name === 'PASSWORD_VERIFIER') return provePassword(pool, client, responses);
  if (name === 'NEW_PASSWORD_REQUIRED') {
    return setNewPassword(pool, client, responses, optionalString(input, 'Session') ?? '');
  }
  if (name === 'SOFTWARE_TOKEN_MFA' || name === 'MFA_SETUP') {
    return answerSecondFactor(pool, client, name, responses, optionalString(input, 'Session') ?? '');
  }
  if (name === 'CUSTOM_CHALLENGE') {
    return answerCustomChallenge(pool, client, responses, optionalString(input, 'Session') ?? '');
  }
  throw unsupported(`The challenge ${name}`);
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
  if (!user || pool.store.user(username)?.sub !== user.sub) throw wrongPassword();
  const proven = verifyClaim(challenge.clientKey, challenge.keys, user.password, {
    poolName: pool.store.poolName,
    username: user.username,
    secretBlock: Buffer.from(secretBlock, 'base64'),
    timestamp,
    signature,
  });
  if (!proven) throw wrongPassword();
  return finish(pool, client, user);
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

const fiveMinutesMs = 5 * 60_000;
const timestampShape =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{1,2} \d\d:\d\d:\d\d UTC \d{4}$/;

function checkTimestamp(timestamp: string, now: number): void {
  const at = timestampShape.test(timestamp) ? Date.parse(timestamp) : Number.NaN;
  if (Number.isNaN(at)) {
    throw invalidParameter('TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.');
  }
  if (Math.abs(at - now) > fiveMinutesMs) throw wrongPassword();
}

async function setNewPassword(
  pool: Pool,
  client: AppClient,
  responses: Responses,
  session: string,
): Promise<object> {
  const username = parameter(responses, 'USERNAME');
  const newPassword = parameter(responses, 'NEW_PASSWORD');
  parameter({ Session: session }, 'Session');
  checkSecretHash(client, [username], responses.SECRET_HASH);
  const named = pool.store.user(username);
  // A password that the policy refuses leaves the session open for another try.
  checkPassword(newPassword);
  const challenge = pool.sessions.take(session, 'NEW_PASSWORD_REQUIRED', client.id);
  const user = findUser(pool, client, challenge.username);
  if (!user || named?.sub !== user.sub) throw invalidSession();
  const attributes = { ...user.attributes, ...newAttributes(user, responses) };
  const password = makeVerifier(pool.store.poolName, user.username, newPassword);
  const now = pool.now();
  pool.store.updateUser(
    user.username,
    { password, attributes, status: 'CONFIRMED', passwordSetAt: now },
    now,
  );
  const signedIn = { ...user, attributes };
  return askSecondFactor(pool, client, signedIn) ?? complete(pool, client, signedIn);
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
