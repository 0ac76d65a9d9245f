import { createLocalJWKSet, errors, jwtVerify, type JWTPayload } from 'jose';
import type { Pool } from './pool.ts';

/** The claims of a verified user pool token. */
export interface Claims extends JWTPayload {
  readonly sub: string;
  readonly token_use: 'id' | 'access';
  readonly origin_jti?: string;
  readonly username?: string;
  readonly 'cognito:username'?: string;
  readonly 'cognito:groups'?: string[];
}

/** Why a token is refused. */
export type TokenProblem = 'malformed' | 'expired' | 'revoked' | 'invalid';

/** A token that is refused. */
export class TokenError extends Error {
  override readonly name = 'TokenError';
  readonly problem: TokenProblem;

  constructor(problem: TokenProblem) {
    super(`The token is ${problem}.`);
    this.problem = problem;
  }
}

/** Verifies ID and access tokens of one pool. */
export type TokenVerifier = (token: string) => Promise<Claims>;

const rememberedAtMost = 1000;

/**
 * Makes a verifier that checks signature, issuer, app client, expiry and revocation, as AppSync does for its user pool.
 *
 * The signature of a token is checked once and remembered; time and revocation are checked at every call.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
 */
export function createTokenVerifier(pool: Pool): TokenVerifier {
  const remembered = new Map<string, Claims>();
  const keySet = pool.key.then(({ publicJwk }) => createLocalJWKSet({ keys: [publicJwk] }));
  // Whoever asks for a token sees the failure; until then it is nobody's unhandled rejection.
  keySet.catch(() => undefined);
  return async (token) => {
    let claims = remembered.get(token);
    if (!claims) {
      claims = await verifySignature(token, await keySet, pool);
      if (remembered.size >= rememberedAtMost) remembered.delete(remembered.keys().next().value ?? '');
      remembered.set(token, claims);
    }
    if ((claims.exp ?? 0) * 1000 <= pool.now()) throw new TokenError('expired');
    if (claims.origin_jti !== undefined && pool.store.isRevoked(claims.origin_jti))
      throw new TokenError('revoked');
    return claims;
  };
}

async function verifySignature(
  token: string,
  keys: ReturnType<typeof createLocalJWKSet>,
  pool: Pool,
): Promise<Claims> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ['RS256'],
      issuer: pool.issuer,
      currentDate: new Date(pool.now()),
      requiredClaims: ['sub', 'exp', 'token_use'],
    });
    const client = payload.token_use === 'id' ? payload.aud : payload.client_id;
    const known = typeof client === 'string' && pool.store.client(client) !== undefined;
    if (!known || (payload.token_use !== 'id' && payload.token_use !== 'access'))
      throw new TokenError('invalid');
    return payload as Claims;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new TokenError('expired');
    if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid)
      throw new TokenError('malformed');
    if (error instanceof errors.JOSEError) throw new TokenError('invalid');
    throw error;
  }
}
