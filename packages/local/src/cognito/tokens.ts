import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { SignJWT, type JWTPayload } from 'jose';
import type { Pool } from './pool.ts';
import type { AppClient, RefreshToken, User } from './pool-store.ts';

/** `AuthenticationResult` of a sign-in. */
export interface AuthenticationResult {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly RefreshToken?: string;
  readonly ExpiresIn: number;
  readonly TokenType: 'Bearer';
}

/** Signs a user in: new tokens and a new refresh token. */
export async function issueTokens(pool: Pool, client: AppClient, user: User): Promise<AuthenticationResult> {
  const refreshToken = randomBytes(192).toString('base64url');
  const seconds = Math.floor(pool.now() / 1000);
  const session: RefreshToken = {
    hash: hashRefreshToken(refreshToken),
    username: user.username,
    clientId: client.id,
    originJti: randomUUID(),
    authTime: seconds,
    expiresAt: seconds + client.refreshDays * 86_400,
  };
  pool.store.addRefreshToken(session);
  return { ...(await signTokens(pool, client, user, session)), RefreshToken: refreshToken };
}

/** Signs an ID and an access token for a sign-in that exists. */
export async function signTokens(
  pool: Pool,
  client: AppClient,
  user: User,
  session: Pick<RefreshToken, 'originJti' | 'authTime'>,
): Promise<AuthenticationResult> {
  const groups = pool.store.groupsOf(user.username);
  const common = {
    sub: user.sub,
    ...(groups.length > 0 ? { 'cognito:groups': groups } : {}),
    origin_jti: session.originJti,
    event_id: randomUUID(),
    auth_time: session.authTime,
  };
  const { email_verified: verified, ...attributes } = user.attributes;
  const id: JWTPayload = {
    ...common,
    ...attributes,
    ...(verified === undefined ? {} : { email_verified: verified === 'true' }),
    aud: client.id,
    token_use: 'id',
    'cognito:username': user.username,
  };
  const access: JWTPayload = {
    ...common,
    client_id: client.id,
    token_use: 'access',
    scope: 'aws.cognito.signin.user.admin',
    username: user.username,
  };
  const [IdToken, AccessToken] = await Promise.all([sign(pool, client, id), sign(pool, client, access)]);
  return { IdToken, AccessToken, ExpiresIn: client.tokenMinutes * 60, TokenType: 'Bearer' };
}

async function sign(pool: Pool, client: AppClient, claims: JWTPayload): Promise<string> {
  const { kid, privateKey } = await pool.key;
  const seconds = Math.floor(pool.now() / 1000);
  return new SignJWT(claims)
    .setProtectedHeader({ kid, alg: 'RS256' })
    .setIssuer(pool.issuer)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + client.tokenMinutes * 60)
    .setJti(randomUUID())
    .sign(privateKey);
}

/** Refresh tokens are kept as hashes only. */
export function hashRefreshToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
