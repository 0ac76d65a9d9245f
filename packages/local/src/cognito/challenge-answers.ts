import { checkPool, checkSecretHash, findClient } from './app-client.ts';
import { CognitoException, invalidParameter, wrongPassword } from './exception.ts';
import { optionalString, requiredString, stringMap, type Input } from './input.ts';
import { checkPassword } from './password-policy.ts';
import type { Pool } from './pool.ts';
import type { AppClient } from './pool-store.ts';
import { finish, findUser } from './sign-in.ts';
import { makeVerifier, verifyClaim } from './srp.ts';
import { issueTokens } from './tokens.ts';

type Responses = Readonly<Record<string, string>>;

/** `RespondToAuthChallenge`. @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html */
export async function respondToAuthChallenge(pool: Pool, input: Input): Promise<object> {
  const name = requiredString(input, 'ChallengeName');
  const client = findClient(pool, input);
  const responses = stringMap(input, 'ChallengeResponses');
  if (name === 'PASSWORD_VERIFIER') return provePassword(pool, client, responses);
  if (name === 'NEW_PASSWORD_REQUIRED')
    return setNewPassword(pool, client, responses, optionalString(input, 'Session') ?? '');
  throw invalidParameter(`Challenge ${name} is not supported by the local user pool.`);
}

/** `AdminRespondToAuthChallenge`. */
export function adminRespondToAuthChallenge(pool: Pool, input: Input): Promise<object> {
  checkPool(pool, input);
  return respondToAuthChallenge(pool, input);
}

async function provePassword(pool: Pool, client: AppClient, responses: Responses): Promise<object> {
  const {
    USERNAME = '',
    TIMESTAMP = '',
    PASSWORD_CLAIM_SIGNATURE = '',
    PASSWORD_CLAIM_SECRET_BLOCK = '',
  } = responses;
  checkSecretHash(client, [USERNAME], responses.SECRET_HASH);
  const challenge = takeProof(pool, PASSWORD_CLAIM_SECRET_BLOCK, client);
  if (challenge.username !== USERNAME) throw wrongPassword();
  checkTimestamp(TIMESTAMP, pool.now());
  const user = findUser(pool, client, challenge.username);
  const proven =
    user &&
    verifyClaim(challenge.clientKey, challenge.keys, user.password, {
      poolName: pool.store.poolName,
      username: user.username,
      secretBlock: Buffer.from(PASSWORD_CLAIM_SECRET_BLOCK, 'base64'),
      timestamp: TIMESTAMP,
      signature: PASSWORD_CLAIM_SIGNATURE,
    });
  if (!proven) throw wrongPassword();
  return finish(pool, client, user);
}

// A secret block is used up by its first answer; to whoever brings it again, or makes one up, it is a wrong password.
function takeProof(pool: Pool, secretBlock: string, client: AppClient) {
  try {
    return pool.sessions.take(secretBlock, 'PASSWORD_VERIFIER', client.id);
  } catch (error) {
    throw error instanceof CognitoException ? wrongPassword() : error;
  }
}

const fiveMinutesMs = 5 * 60_000;

function checkTimestamp(timestamp: string, now: number): void {
  const at = Date.parse(timestamp);
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
  const { USERNAME = '', NEW_PASSWORD = '', SECRET_HASH } = responses;
  checkSecretHash(client, [USERNAME], SECRET_HASH);
  if (NEW_PASSWORD === '') throw invalidParameter('Missing required parameter NEW_PASSWORD');
  checkPassword(NEW_PASSWORD);
  const { username } = pool.sessions.take(session, 'NEW_PASSWORD_REQUIRED', client.id);
  const user = findUser(pool, client, username);
  if (!user || (USERNAME !== user.username && USERNAME !== user.sub)) {
    throw new CognitoException('NotAuthorizedException', 'Invalid session for the user.');
  }
  const password = makeVerifier(pool.store.poolName, user.username, NEW_PASSWORD);
  pool.store.updateUser(user.username, { password, status: 'CONFIRMED' }, pool.now());
  return { ChallengeParameters: {}, AuthenticationResult: await issueTokens(pool, client, user) };
}
