import type { AwsCredentials } from '../sigv4/principal.ts';
import type { IdentityPool } from './identity-pool.ts';
import { principalFor } from './roles.ts';

const hourMs = 3_600_000;

/**
 * Credentials for a user or a guest whose proof needs no look: what `GetCredentialsForIdentity` gives, in process.
 *
 * @param sub - Undefined for a guest.
 */
export function signInToIdentityPool(
  { id, store, options }: IdentityPool,
  sub: string | undefined,
): AwsCredentials {
  const { pool, principals } = options;
  const identity = { identityId: store.idFor(sub), identityPoolId: id, isGuest: sub === undefined };
  return principals.issue(
    principalFor(identity, 'CognitoIdentityCredentials'),
    pool.now() + hourMs,
    pool.now(),
  );
}
