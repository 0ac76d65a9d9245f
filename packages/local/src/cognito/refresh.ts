import { checkSecretHash, findClient } from './app-client.ts';
import { CognitoException } from './exception.ts';
import { requiredString, optionalString, type Input } from './input.ts';
import type { Pool } from './pool.ts';
import type { AppClient } from './pool-store.ts';
import { hashRefreshToken, signTokens } from './tokens.ts';

/** The refresh flow of `InitiateAuth`: new ID and access tokens of the same sign-in. */
export async function refresh(
  pool: Pool,
  client: AppClient,
  parameters: Readonly<Record<string, string>>,
): Promise<object> {
  const found = pool.store.refreshToken(hashRefreshToken(parameters.REFRESH_TOKEN ?? ''));
  if (!found || found.clientId !== client.id) {
    throw new CognitoException('NotAuthorizedException', 'Invalid Refresh Token');
  }
  const user = pool.store.user(found.username);
  if (!user || found.expiresAt * 1000 <= pool.now()) {
    throw new CognitoException('NotAuthorizedException', 'Refresh Token has expired');
  }
  checkSecretHash(client, [user.username, user.sub], parameters.SECRET_HASH);
  if (!user.enabled) throw new CognitoException('NotAuthorizedException', 'User is disabled.');
  return { ChallengeParameters: {}, AuthenticationResult: await signTokens(pool, client, user, found) };
}

/** `RevokeToken`. @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html */
export function revokeToken(pool: Pool, input: Input): object {
  const client = findClient(pool, input);
  if (client.secret !== null && optionalString(input, 'ClientSecret') !== client.secret) {
    throw new CognitoException('NotAuthorizedException', 'Invalid client secret');
  }
  const found = pool.store.refreshToken(hashRefreshToken(requiredString(input, 'Token')));
  if (found && found.clientId !== client.id) {
    throw new CognitoException('UnauthorizedException', 'Token was not issued to this client');
  }
  if (found) pool.store.revoke(found);
  return {};
}
