import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { JWTPayload } from 'jose';
import type { AppClient, SignIn, User } from './entities.ts';
import type { Pool } from './pool.ts';
import { roleClaims } from './role-claims.ts';
import { machineOverrides, tokenOverrides, type TokenOccasion } from './token-overrides.ts';
import { booleanAttributes } from './user-attributes.ts';

/** `AuthenticationResult` of a sign-in. */
export interface AuthenticationResult {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly RefreshToken?: string;
  readonly ExpiresIn: number;
  readonly TokenType: 'Bearer';
}

/** The scope of whoever signed in without OAuth; Cognito's own API asks for it. */
export const ownScope = 'aws.cognito.signin.user.admin';

/** What a user signed in for through OAuth. */
export interface GrantedScopes {
  readonly scopes: readonly string[];
  /** What the program asked to find in the ID token. */
  readonly nonce?: string | undefined;
}

/** Signs a user in: new tokens and a new refresh token. */
export async function issueTokens(
  pool: Pool,
  client: AppClient,
  user: User,
  granted?: GrantedScopes,
  deviceKey?: string,
): Promise<AuthenticationResult> {
  const refreshToken = makeRefreshToken();
  const seconds = Math.floor(pool.now() / 1000);
  const { username } = user;
  const signIn = { originJti: randomUUID(), username, clientId: client.id, authTime: seconds, deviceKey };
  const longest = Math.max(client.refreshTokenSeconds, client.accessTokenSeconds, client.idTokenSeconds);
  const tokens = await signTokens(
    pool,
    client,
    user,
    signIn,
    granted,
    granted ? 'HostedAuth' : 'Authentication',
  );
  pool.signIns.add(signIn, seconds + longest);
  if (granted) pool.signIns.keepScopes(signIn.originJti, granted.scopes);
  if (deviceKey !== undefined) pool.signIns.keepDevice(signIn.originJti, deviceKey);
  const refreshUntil = seconds + client.refreshTokenSeconds;
  pool.signIns.addRefreshToken(hashRefreshToken(refreshToken), signIn.originJti, refreshUntil);
  return { ...tokens, RefreshToken: refreshToken };
}

/** Signs an ID and an access token for a sign-in that exists. */
export async function signTokens(
  pool: Pool,
  client: AppClient,
  user: User,
  signIn: Pick<SignIn, 'originJti' | 'authTime' | 'deviceKey'>,
  granted?: GrantedScopes,
  occasion: TokenOccasion = 'RefreshTokens',
): Promise<AuthenticationResult> {
  const scopes = granted?.scopes ?? [ownScope];
  const overrides = await tokenOverrides(pool, client, user, occasion, scopes);
  const { groups } = overrides;
  const common: JWTPayload = {
    sub: user.sub,
    ...(groups.length > 0 ? { 'cognito:groups': groups } : {}),
    origin_jti: signIn.originJti,
    event_id: randomUUID(),
    auth_time: signIn.authTime,
  };
  const [IdToken, AccessToken] = await Promise.all([
    sign(pool, client.idTokenSeconds, {
      ...overrides.id({ ...idClaims(common, client, user), ...roleClaims(overrides.roles) }),
      ...(granted?.nonce === undefined ? {} : { nonce: granted.nonce }),
    }),
    sign(
      pool,
      client.accessTokenSeconds,
      overrides.access({
        ...accessClaims(common, client, user, granted),
        ...(signIn.deviceKey === undefined ? {} : { device_key: signIn.deviceKey }),
      }),
    ),
  ]);
  return { IdToken, AccessToken, ExpiresIn: client.accessTokenSeconds, TokenType: 'Bearer' };
}

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html */
function idClaims(common: JWTPayload, client: AppClient, user: User): JWTPayload {
  const attributes = Object.entries(user.attributes).map(([name, value]) => [
    name,
    booleanAttributes.has(name) ? value === 'true' : value,
  ]);
  return {
    ...Object.fromEntries(attributes),
    ...common,
    aud: client.id,
    token_use: 'id',
    'cognito:username': user.username,
  };
}

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html */
function accessClaims(
  common: JWTPayload,
  client: AppClient,
  user: User,
  granted: GrantedScopes | undefined,
): JWTPayload {
  return {
    ...common,
    client_id: client.id,
    token_use: 'access',
    scope: granted ? granted.scopes.join(' ') : ownScope,
    ...(granted ? { version: 2 } : {}),
    username: user.username,
  };
}

/** Signs the access token of a machine, which is no user: its subject is the app client. */
export async function signMachineToken(
  pool: Pool,
  client: AppClient,
  scopes: readonly string[],
): Promise<string> {
  const override = await machineOverrides(pool, client, scopes);
  const claims = {
    sub: client.id,
    token_use: 'access',
    scope: scopes.join(' '),
    auth_time: Math.floor(pool.now() / 1000),
    version: 2,
    client_id: client.id,
  };
  return sign(pool, client.accessTokenSeconds, override(claims));
}

async function sign(pool: Pool, lifetimeSeconds: number, claims: JWTPayload): Promise<string> {
  const { SignJWT } = await import('jose');
  const { kid, privateKey } = await pool.key;
  const seconds = Math.floor(pool.now() / 1000);
  return new SignJWT(claims)
    .setProtectedHeader({ kid, alg: 'RS256' })
    .setIssuer(pool.issuer)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + lifetimeSeconds)
    .setJti(randomUUID())
    .sign(privateKey);
}

/** A new refresh token. */
export function makeRefreshToken(): string {
  return randomBytes(192).toString('base64url');
}

/** Refresh tokens are kept as hashes only. */
export function hashRefreshToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
