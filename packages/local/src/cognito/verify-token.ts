import type { JWTPayload } from 'jose';
import { isCompactToken } from './compact-token.ts';
import type { Pool } from './pool.ts';

/** The claims of a verified user pool token. */
export interface Claims extends JWTPayload {
  readonly sub: string;
  readonly exp: number;
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
  /** Whose token it is; known of one that is revoked. */
  readonly sub: string | undefined;

  constructor(problem: TokenProblem, options?: ErrorOptions & { sub?: string }) {
    super(`The token is ${problem}.`, options);
    this.problem = problem;
    this.sub = options?.sub;
  }
}

/**
 * Verifies ID and access tokens of one pool.
 *
 * @throws TokenError whose `problem` says why.
 */
export type TokenVerifier = (token: string) => Promise<Claims>;

const rememberedAtMost = 1000;
// What the clocks of two servers may differ by.
const toleranceMs = 5 * 60_000;

/**
 * Makes a verifier that checks signature, issuer, app client, kind, expiry and revocation.
 *
 * Signature and claims of a token are checked once and remembered; time and revocation are looked at every time.
 *
 * On revocation it is stricter than AppSync, which lets a revoked token pass until it expires: whoever is signed out or
 * disabled here is out at once, so that callers get to see what follows. Cognito's own API refuses revoked tokens.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
 * @see https://github.com/aws/aws-appsync-community/issues/298 on AppSync and revoked tokens
 */
export function createTokenVerifier(pool: Pool): TokenVerifier {
  const remembered = new Map<string, Claims>();
  let verifyOnce: Promise<TokenVerifier> | undefined;
  return async (token) => {
    let claims = remembered.get(token);
    if (!claims) {
      claims = await (await (verifyOnce ??= makeVerifyOnce(pool)))(token);
      if (remembered.size >= rememberedAtMost) remembered.delete(remembered.keys().next().value ?? '');
      remembered.set(token, claims);
    }
    if (claims.exp * 1000 <= pool.now()) throw new TokenError('expired');
    if ((claims.iat ?? 0) * 1000 > pool.now() + toleranceMs) throw new TokenError('invalid');
    const { origin_jti: origin, sub } = claims;
    if ((origin !== undefined && pool.signIns.isRevoked(origin)) || pool.store.isDisabled(sub)) {
      throw new TokenError('revoked', { sub });
    }
    return claims;
  };
}

// The library is loaded with the first token, so that the start does not wait for it. The key set keeps the key as it was
// read, which takes longer than a verification.
async function makeVerifyOnce(pool: Pool): Promise<TokenVerifier> {
  const { createLocalJWKSet, errors, jwtVerify } = await import('jose');
  const { publicJwk } = await pool.key;
  const keys = createLocalJWKSet({ keys: [publicJwk] });
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ['RS256'],
        issuer: pool.issuer,
        currentDate: new Date(pool.now()),
        requiredClaims: ['sub', 'exp', 'token_use'],
      });
      if (!isForClient(payload, pool) || !isCompactToken(token)) throw new TokenError('invalid');
      return payload as Claims;
    } catch (error) {
      throw error instanceof errors.JOSEError
        ? new TokenError(problemOf(error.code), { cause: error })
        : error;
    }
  };
}

// An ID token names its app client as the audience, an access token as `client_id`; nothing else is a kind.
function isForClient(payload: JWTPayload, pool: Pool): boolean {
  const { token_use: use, aud, client_id: clientId } = payload;
  const client = use === 'id' ? aud : use === 'access' ? clientId : undefined;
  return typeof client === 'string' && pool.store.client(client) !== undefined;
}

function problemOf(code: string): TokenProblem {
  if (code === 'ERR_JWT_EXPIRED') return 'expired';
  return code === 'ERR_JWS_INVALID' || code === 'ERR_JWT_INVALID' ? 'malformed' : 'invalid';
}
