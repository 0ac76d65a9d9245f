import type { User } from './entities.ts';
import { CognitoException, notAuthorized, wrongPassword } from './exception.ts';
import { requiredString, type Input } from './input.ts';
import { checkPassword } from './password-policy.ts';
import type { Pool } from './pool.ts';
import { makeVerifier, matchesVerifier } from './srp.ts';
import { attributeList } from './describe.ts';
import { mfaSettings } from './mfa-settings.ts';
import { ownScope } from './tokens.ts';
import { TokenError, type TokenVerifier } from './verify-token.ts';

/** The user whose access token a request brings. @throws CognitoException `NotAuthorizedException`. */
export async function signedInUser(pool: Pool, verify: TokenVerifier, input: Input): Promise<User> {
  const claims = await verify(requiredString(input, 'AccessToken')).catch((error: unknown) => {
    if (!(error instanceof TokenError)) throw error;
    // Of whoever is gone or disabled all tokens are revoked; that they are is said first.
    if (error.sub !== undefined) present(pool, error.sub);
    throw notAuthorized(said[error.problem]);
  });
  if (claims.token_use !== 'access') throw notAuthorized('Invalid Access Token');
  if (!String(claims.scope).split(' ').includes(ownScope)) {
    throw notAuthorized('Access Token does not have required scopes');
  }
  return present(pool, claims.sub);
}

function present(pool: Pool, sub: string): User {
  const user = pool.store.user(sub);
  if (!user) throw new CognitoException('UserNotFoundException', 'User does not exist.');
  if (!user.enabled) throw notAuthorized('User is disabled.');
  return user;
}

const said = {
  expired: 'Access Token has expired',
  revoked: 'Access Token has been revoked',
  malformed: 'Invalid Access Token',
  invalid: 'Invalid Access Token',
} as const;

/** `GetUser`. */
export async function getUser(pool: Pool, verify: TokenVerifier, input: Input): Promise<object> {
  const user = await signedInUser(pool, verify, input);
  return { Username: user.username, UserAttributes: attributeList(user), ...mfaSettings(user) };
}

/** `ChangePassword`. */
export async function changePassword(pool: Pool, verify: TokenVerifier, input: Input): Promise<object> {
  const user = await signedInUser(pool, verify, input);
  const { poolName } = pool.store;
  const hasNone = user.password.isNone === true && user.status === 'CONFIRMED';
  const previous = hasNone ? undefined : requiredString(input, 'PreviousPassword');
  const proposed = requiredString(input, 'ProposedPassword');
  const isRight = previous === undefined || matchesVerifier(user.password, poolName, user.username, previous);
  if (!isRight) throw wrongPassword();
  checkPassword(proposed, pool.store.settings.passwordPolicy);
  const password = makeVerifier(poolName, user.username, proposed);
  const now = pool.now();
  pool.store.updateUser(user.username, { password, passwordSetAt: now }, now);
  return {};
}

/** `GlobalSignOut`: ends every sign-in of the user. */
export async function globalSignOut(pool: Pool, verify: TokenVerifier, input: Input): Promise<object> {
  const user = await signedInUser(pool, verify, input);
  pool.signIns.revokeAll(user.username);
  return {};
}
