import { createHmac, timingSafeEqual } from 'node:crypto';
import { CognitoException } from './exception.ts';
import { requiredString, type Input } from './input.ts';
import type { Pool } from './pool.ts';
import type { AppClient } from './pool-store.ts';

/**
 * The app client that a request names.
 *
 * @throws CognitoException `ResourceNotFoundException`.
 */
export function findClient(pool: Pool, input: Input): AppClient {
  const id = requiredString(input, 'ClientId');
  const client = pool.store.client(id);
  if (!client)
    throw new CognitoException('ResourceNotFoundException', `User pool client ${id} does not exist.`);
  return client;
}

/** Checks that a request is for this server's user pool. */
export function checkPool(pool: Pool, input: Input): void {
  const id = requiredString(input, 'UserPoolId');
  if (id !== pool.store.poolId) {
    throw new CognitoException('ResourceNotFoundException', `User pool ${id} does not exist.`);
  }
}

/**
 * Checks the proof of an app client's secret: base64 of HMAC-SHA256 over user name and client id.
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
  const { id, secret } = client;
  if (secret === null) {
    if (given === undefined) return;
    throw new CognitoException(
      'NotAuthorizedException',
      `Client ${id} is not configured with a secret but SECRET_HASH was received`,
    );
  }
  if (given === undefined) {
    throw new CognitoException(
      'NotAuthorizedException',
      `Client ${id} is configured with secret but SECRET_HASH was not received`,
    );
  }
  const matches = names.some((name) => {
    const expected = createHmac('sha256', secret)
      .update(name + id)
      .digest();
    const bytes = Buffer.from(given, 'base64');
    return bytes.length === expected.length && timingSafeEqual(bytes, expected);
  });
  if (!matches) {
    throw new CognitoException('NotAuthorizedException', `Unable to verify secret hash for client ${id}`);
  }
}
