import { CognitoException, wrongPassword } from './exception.ts';
import { requiredString, type Input } from './input.ts';
import { checkPassword } from './password-policy.ts';
import type { Pool } from './pool.ts';
import type { User } from './pool-store.ts';
import { makeVerifier, matchesVerifier } from './srp.ts';
import { TokenError, type TokenVerifier } from './verify-token.ts';

// The user whose access token a request brings.
async function signedInUser(pool: Pool, verify: TokenVerifier, input: Input): Promise<User> {
  const claims = await verify(requiredString(input, 'AccessToken')).catch((error: unknown) => {
    throw error instanceof TokenError ? refused(error) : error;
  });
  if (claims.token_use !== 'access')
    throw new CognitoException('NotAuthorizedException', 'Invalid Access Token');
  const user = pool.store.user(claims.sub);
  if (!user) throw new CognitoException('UserNotFoundException', 'User does not exist.');
  if (!user.enabled) throw new CognitoException('NotAuthorizedException', 'User is disabled.');
  return user;
}

const said = {
  expired: 'Access Token has expired',
  revoked: 'Access Token has been revoked',
  malformed: 'Invalid Access Token',
  invalid: 'Invalid Access Token',
} as const;

function refused({ problem }: TokenError): CognitoException {
  return new CognitoException('NotAuthorizedException', said[problem]);
}

/** `GetUser`. */
export async function getUser(pool: Pool, verify: TokenVerifier, input: Input): Promise<object> {
  const user = await signedInUser(pool, verify, input);
  const attributes = Object.entries({ sub: user.sub, ...user.attributes });
  return { Username: user.username, UserAttributes: attributes.map(([Name, Value]) => ({ Name, Value })) };
}

/** `ChangePassword`. */
export async function changePassword(pool: Pool, verify: TokenVerifier, input: Input): Promise<object> {
  const user = await signedInUser(pool, verify, input);
  const { poolName } = pool.store;
  const previous = requiredString(input, 'PreviousPassword');
  if (!matchesVerifier(user.password, poolName, user.username, previous)) throw wrongPassword();
  const proposed = requiredString(input, 'ProposedPassword');
  checkPassword(proposed);
  pool.store.updateUser(
    user.username,
    { password: makeVerifier(poolName, user.username, proposed) },
    pool.now(),
  );
  return {};
}

/** `GlobalSignOut`. */
export async function globalSignOut(pool: Pool, verify: TokenVerifier, input: Input): Promise<object> {
  const user = await signedInUser(pool, verify, input);
  pool.store.revokeAll(user.username);
  return {};
}
