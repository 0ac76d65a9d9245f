import { checkSecret, checkSecretHash, findClient } from './app-client.ts';
import { confirmedDevice } from './device-tracking.ts';
import type { AppClient, SignIn, User } from './entities.ts';
import { CognitoException, invalidParameter, notAuthorized } from './exception.ts';
import { optionalString, requiredString, type Input } from './input.ts';
import type { Pool } from './pool.ts';
import {
  hashRefreshToken,
  makeRefreshToken,
  signTokens,
  type AuthenticationResult,
  type GrantedScopes,
} from './tokens.ts';

/** The refresh flow of `InitiateAuth`: new ID and access tokens of the same sign-in. */
export async function refresh(
  pool: Pool,
  client: AppClient,
  parameters: Readonly<Record<string, string>>,
): Promise<object> {
  const token = parameters.REFRESH_TOKEN;
  if (token === undefined) throw invalidParameter('Missing required parameter REFRESH_TOKEN');
  const { user, signIn } = continued(pool, client, token, parameters.DEVICE_KEY);
  checkSecretHash(client, [user.username, user.sub], parameters.SECRET_HASH);
  return {
    ChallengeParameters: {},
    AuthenticationResult: await signTokens(pool, client, user, signIn, grantedTo(pool, signIn)),
  };
}

/**
 * `GetTokensFromRefreshToken`. Where the app client rotates, a new refresh token comes along, for what is left of the
 * old one's time; the old one is good for the grace period only.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html
 */
export async function getTokensFromRefreshToken(pool: Pool, input: Input): Promise<object> {
  const client = findClient(pool, input);
  checkSecret(client, optionalString(input, 'ClientSecret'));
  const device = optionalString(input, 'DeviceKey');
  const { tokens } = await continueSignIn(pool, client, requiredString(input, 'RefreshToken'), device);
  return { AuthenticationResult: tokens };
}

/**
 * New tokens for a refresh token, with a new refresh token where the app client rotates.
 *
 * @throws CognitoException `NotAuthorizedException` or `RefreshTokenReuseException`.
 */
export async function continueSignIn(
  pool: Pool,
  client: AppClient,
  token: string,
  deviceKey?: string,
): Promise<{ tokens: AuthenticationResult; scopes: readonly string[] | undefined }> {
  const { user, signIn, expiresAt } = continued(pool, client, token, deviceKey);
  const granted = grantedTo(pool, signIn);
  const tokens = await signTokens(pool, client, user, signIn, granted);
  const scopes = granted?.scopes;
  if (!client.rotation) return { tokens, scopes };
  pool.signIns.markRotated(hashRefreshToken(token), pool.now());
  const next = makeRefreshToken();
  pool.signIns.addRefreshToken(hashRefreshToken(next), signIn.originJti, expiresAt);
  return { tokens: { ...tokens, RefreshToken: next }, scopes };
}

function grantedTo(pool: Pool, { originJti }: SignIn): GrantedScopes | undefined {
  const scopes = pool.signIns.scopesOf(originJti);
  return scopes && { scopes };
}

// Whom a refresh token signs in, if it still does.
function continued(
  pool: Pool,
  client: AppClient,
  token: string,
  deviceKey: string | undefined,
): { user: User; signIn: SignIn; expiresAt: number } {
  const hash = hashRefreshToken(token);
  const found = pool.signIns.byRefreshToken(hash);
  if (!found || found.signIn.clientId !== client.id) throw notAuthorized('Invalid Refresh Token.');
  if (found.signIn.revoked) throw notAuthorized('Refresh Token has been revoked');
  if (found.expiresAt * 1000 <= pool.now()) throw notAuthorized('Refresh Token has expired');
  const user = pool.store.user(found.signIn.username);
  if (!user) throw notAuthorized('Invalid Refresh Token.');
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (!isOnItsDevice(pool, user, found.signIn, deviceKey)) throw notAuthorized('Invalid Refresh Token.');
  const rotatedAt = pool.signIns.rotatedAt(hash);
  if (rotatedAt !== undefined && rotatedAt + (client.rotation?.graceSeconds ?? 0) * 1000 < pool.now()) {
    throw new CognitoException(
      'RefreshTokenReuseException',
      'Refresh token has been invalidated by rotation.',
    );
  }
  return { user, signIn: found.signIn, expiresAt: found.expiresAt };
}

// In a pool that tracks devices a refresh token is its device's, once that is confirmed and as long as it is not forgotten.
function isOnItsDevice(pool: Pool, user: User, signIn: SignIn, deviceKey: string | undefined): boolean {
  if (signIn.deviceKey === undefined || !pool.store.settings.devices) return true;
  return signIn.deviceKey === deviceKey && confirmedDevice(user, deviceKey) !== undefined;
}

/** `RevokeToken`. @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html */
export function revokeToken(pool: Pool, input: Input): object {
  const client = findClient(pool, input);
  checkSecret(client, optionalString(input, 'ClientSecret'));
  const token = requiredString(input, 'Token');
  // An ID or access token: only refresh tokens can be revoked.
  if (token.split('.').length === 3) {
    throw new CognitoException('UnsupportedTokenTypeException', 'Unsupported token type');
  }
  const found = pool.signIns.byRefreshToken(hashRefreshToken(token));
  if (found && found.signIn.clientId !== client.id) {
    throw new CognitoException('UnauthorizedException', 'Token was not issued to this client');
  }
  if (found) pool.signIns.revoke(found.signIn.originJti);
  return {};
}
