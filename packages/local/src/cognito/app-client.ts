import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { AppClient } from './entities.ts';
import { CognitoException, notAuthorized } from './exception.ts';
import { requiredString, type Input } from './input.ts';
import type { Pool } from './pool.ts';
import { secretsOf } from './secrets-of.ts';

/**
 * The app client that a request names.
 *
 * @throws CognitoException `ResourceNotFoundException`.
 */
export function findClient(pool: Pool, input: Input): AppClient {
  const id = requiredString(input, 'ClientId', /^[\w+]+$/);
  const client = pool.store.client(id);
  if (!client)
    throw new CognitoException('ResourceNotFoundException', `User pool client ${id} does not exist.`);
  return client;
}

/** Checks that a request is for this server's user pool. @throws CognitoException `ResourceNotFoundException`. */
export function checkPool(pool: Pool, input: Input): void {
  const id = requiredString(input, 'UserPoolId', /^[\w-]+_[0-9a-zA-Z]+$/);
  if (id !== pool.store.poolId) {
    throw new CognitoException('ResourceNotFoundException', `User pool ${id} does not exist.`);
  }
}

/**
 * Checks the proof of an app client's secret: base64 of HMAC-SHA256 over user name and client id.
 *
 * A client without a secret can verify none, so that sending one is refused as well.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash
 * @param names - The names that the proof may be made with: for a refresh also the user's `sub`.
 * @throws CognitoException `NotAuthorizedException`.
 */
export function checkSecretHash(
  client: AppClient,
  names: readonly string[],
  given: string | undefined,
): void {
  const { id } = client;
  const secrets = secretsOf(client);
  const received = given !== undefined && given !== '';
  if (secrets.length === 0 && !received) return;
  if (!received)
    throw notAuthorized(`Client ${id} is configured with secret but SECRET_HASH was not received`);
  if (!secrets.some(({ value }) => names.some((name) => isSame(proof(value, name, id), given)))) {
    throw notAuthorized(`Unable to verify secret hash for client ${id}`);
  }
}

/** Checks a secret that is sent itself, as `RevokeToken` wants it. @throws CognitoException `NotAuthorizedException`. */
export function checkSecret(client: AppClient, given: string | undefined): void {
  const { id } = client;
  const secrets = secretsOf(client);
  if (secrets.length === 0) return;
  if (given === undefined) {
    throw notAuthorized(`Client ${id} is configured with secret but ClientSecret was not received`);
  }
  if (!secrets.some(({ value }) => isSame(value, given)))
    throw notAuthorized(`Unable to verify secret for client ${id}`);
}

function proof(secret: string, name: string, clientId: string): string {
  return createHmac('sha256', secret).update(`${name}${clientId}`).digest('base64');
}

// Both are hashed first, so that neither contents nor length show in the time it takes.
function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
