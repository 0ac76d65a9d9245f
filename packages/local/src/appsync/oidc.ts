import { isCompactToken } from '../cognito/compact-token.ts';
import { TokenError } from '../cognito/verify-token.ts';
import { clientPattern } from './client-pattern.ts';
import { discover, unreachable, type Issuer } from './oidc-discovery.ts';

/**
 * An OpenID Connect provider that an API trusts, as AppSync's `OpenIDConnectConfig` names it.
 *
 * @see https://docs.aws.amazon.com/appsync/latest/APIReference/API_OpenIDConnectConfig.html
 */
export interface OidcProvider {
  /** Where `/.well-known/openid-configuration` is; exactly what its document and its tokens call the issuer. */
  readonly issuer: string;
  /** A regular expression that `aud` or `azp` has to match as a whole. @defaultValue any client */
  readonly clientId?: string;
  /** How long after its `auth_time` a token is taken, in milliseconds. @defaultValue as long as it lasts */
  readonly authTtlMs?: number;
  /** How long after its `iat` a token is taken, in milliseconds. @defaultValue as long as it lasts */
  readonly iatTtlMs?: number;
}

/** The claims of a verified OIDC token. */
export interface OidcClaims extends Readonly<Record<string, unknown>> {
  readonly iss: string;
  readonly sub: string;
  readonly iat: number;
  readonly exp: number;
}

/** Verifies the tokens of one provider. */
export interface OidcVerifier {
  /** @throws TokenError whose `problem` says why; RequestError 401 when the issuer cannot be asked. */
  verify(token: string): Promise<OidcClaims>;
}

/** The providers that an API trusts. */
export class OidcProviders {
  readonly #verifiers = new Map<string, OidcVerifier>();
  readonly #now: () => number;

  /**
   * @param now - Milliseconds since the epoch.
   * @throws TypeError for an issuer that is no URL, and for a `clientId` that is no regular expression.
   */
  constructor(providers: readonly OidcProvider[], now: () => number) {
    this.#now = now;
    for (const provider of providers) this.trust(provider);
  }

  /** Trusts one more. @throws TypeError as the constructor. */
  trust(provider: OidcProvider): void {
    if (!/^https?:$/.test(URL.parse(provider.issuer)?.protocol ?? '')) {
      throw new TypeError(
        `oidc.issuer must be an http(s) URL, such as https://example.com; got ${provider.issuer}.`,
      );
    }
    this.#verifiers.set(withoutSlash(provider.issuer), makeVerifier(provider, this.#now));
  }

  /** What verifies a token, by the issuer that it names; undefined where that is none of these. */
  of(token: string): OidcVerifier | undefined {
    if (this.#verifiers.size === 0) return undefined;
    const issuer = claimsIn(token)?.iss;
    return typeof issuer === 'string' ? this.#verifiers.get(withoutSlash(issuer)) : undefined;
  }
}

const rememberedAtMost = 1000;

function makeVerifier(provider: OidcProvider, now: () => number): OidcVerifier {
  const isClient = clientPattern('oidc.clientId', provider.clientId);
  const remembered = new Map<string, OidcClaims>();
  let issuer: Promise<Issuer> | undefined;
  return {
    async verify(token) {
      let claims = remembered.get(token);
      if (!claims) {
        // Asked again after a failure: the issuer may start after this server.
        issuer ??= discover(provider.issuer).catch((error: unknown) => {
          issuer = undefined;
          throw error;
        });
        claims = await verifyOnce(token, await issuer, now());
        if (!clientsOf(claims).some(isClient)) throw new TokenError('invalid');
        if (remembered.size >= rememberedAtMost) remembered.delete(remembered.keys().next().value ?? '');
        remembered.set(token, claims);
      }
      if (endOf(claims, provider) <= now()) throw new TokenError('expired');
      return claims;
    },
  };
}

// What a secret shared by both sides would sign is not taken: keys come from a public document.
const algorithms = ['RS', 'PS', 'ES'].flatMap((family) => ['256', '384', '512'].map((size) => family + size));

async function verifyOnce(token: string, { issuer, keys }: Issuer, at: number): Promise<OidcClaims> {
  const { errors, jwtVerify } = await import('jose');
  try {
    const { payload } = await jwtVerify<OidcClaims>(token, keys, {
      ...{ algorithms, issuer, currentDate: new Date(at), requiredClaims: ['sub', 'iat', 'exp'] },
    });
    if (!isCompactToken(token)) throw new TokenError('invalid');
    return payload;
  } catch (error) {
    if (error instanceof TokenError) throw error;
    if (error instanceof errors.JWTExpired) throw new TokenError('expired', { cause: error });
    if (
      error instanceof errors.JOSEError &&
      error.code !== 'ERR_JWKS_TIMEOUT' &&
      error.code !== 'ERR_JOSE_GENERIC'
    )
      throw new TokenError('invalid', { cause: error });
    throw unreachable(issuer, error instanceof Error ? error.message : String(error), error);
  }
}

function clientsOf({ aud, azp }: OidcClaims): string[] {
  return [aud, azp].flat().filter((client) => typeof client === 'string');
}

function endOf({ exp, iat, auth_time: authTime }: OidcClaims, { authTtlMs, iatTtlMs }: OidcProvider): number {
  const ends = [exp * 1000];
  if (iatTtlMs !== undefined) ends.push(iat * 1000 + iatTtlMs);
  // Asked for an authentication in time, a token that says none has none to show.
  if (authTtlMs !== undefined) ends.push(typeof authTime === 'number' ? authTime * 1000 + authTtlMs : 0);
  return Math.min(...ends);
}

// Nothing of this is trusted before the signature is checked: it only says whom to ask.
function claimsIn(token: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    return typeof claims === 'object' && claims !== null ? { ...claims } : undefined;
  } catch {
    return undefined;
  }
}

function withoutSlash(issuer: string): string {
  return issuer.replace(/\/$/, '');
}
