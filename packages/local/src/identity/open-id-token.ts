import { isCompactToken } from '../cognito/compact-token.ts';
import type { Pool } from '../cognito/pool.ts';
import type { PoolIdentity } from '../sigv4/principal.ts';

const issuer = 'https://cognito-identity.amazonaws.com';
const lifetimeSeconds = 600;

/** Signs the token that `AssumeRoleWithWebIdentity` takes for an identity. */
export async function signOpenIdToken(pool: Pool, identity: PoolIdentity): Promise<string> {
  const { SignJWT } = await import('jose');
  const { kid, privateKey } = await pool.key;
  const seconds = Math.floor(pool.now() / 1000);
  const { identityId, identityPoolId, isGuest } = identity;
  return new SignJWT({ amr: isGuest ? ['unauthenticated'] : ['authenticated', pool.issuer.slice(8)] })
    .setProtectedHeader({ kid, alg: 'RS256', typ: 'JWS' })
    .setIssuer(issuer)
    .setSubject(identityId)
    .setAudience(identityPoolId)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + lifetimeSeconds)
    .sign(privateKey);
}

/** Why such a token is refused. */
export type OpenIdTokenProblem = 'expired' | 'invalid';

/** Verifies such a token; says what is wrong with one that is. */
export async function readOpenIdToken(
  pool: Pool,
  identityPoolId: string,
  token: string,
): Promise<PoolIdentity | OpenIdTokenProblem> {
  const { createLocalJWKSet, errors, jwtVerify } = await import('jose');
  const { publicJwk } = await pool.key;
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet({ keys: [publicJwk] }), {
      algorithms: ['RS256'],
      issuer,
      audience: identityPoolId,
      currentDate: new Date(pool.now()),
      requiredClaims: ['sub', 'exp', 'amr'],
    });
    if (!isCompactToken(token)) return 'invalid';
    const amr = Array.isArray(payload.amr) ? payload.amr : [];
    return { identityId: payload.sub ?? '', identityPoolId, isGuest: !amr.includes('authenticated') };
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    return error instanceof errors.JWTExpired ? 'expired' : 'invalid';
  }
}
