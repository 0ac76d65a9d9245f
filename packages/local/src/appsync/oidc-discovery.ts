import type { JWTVerifyGetKey } from 'jose';
import { RequestError } from './errors.ts';

/** An issuer as its discovery document describes it. */
export interface Issuer {
  readonly issuer: string;
  /** Its keys; fetched when first needed, and again when a token names one that is unknown. */
  readonly keys: JWTVerifyGetKey;
}

const limitMs = 5000;
const betweenFetchesMs = 1000;

/**
 * Reads an issuer's `/.well-known/openid-configuration`.
 *
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig
 * @throws RequestError 401 that says what is wrong with it.
 */
export async function discover(issuer: string): Promise<Issuer> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const { issuer: named, jwks_uri: keysAt } = await fetchDocument(issuer, url);
  if (named !== issuer) {
    throw unreachable(issuer, `${url} names the issuer ${String(named)}, which has to be exactly the same`);
  }
  if (typeof keysAt !== 'string' || !URL.canParse(keysAt)) {
    throw unreachable(issuer, `${url} names no jwks_uri`);
  }
  // Loaded with the first token, so that the start does not wait for it.
  const { createRemoteJWKSet } = await import('jose');
  const keys = createRemoteJWKSet(new URL(keysAt), {
    timeoutDuration: limitMs,
    cooldownDuration: betweenFetchesMs,
  });
  return { issuer, keys };
}

async function fetchDocument(issuer: string, url: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(limitMs) });
    if (response.ok) return (await response.json()) as Record<string, unknown>;
    throw new Error(`it answers ${response.status}`);
  } catch (error) {
    throw unreachable(issuer, `${url}: ${error instanceof Error ? error.message : String(error)}`, error);
  }
}

/** An issuer that does not answer as one: a mistake in the set-up, so the caller is told which. */
export function unreachable(issuer: string, reason: string, cause?: unknown): RequestError {
  const message = `The local backend could not ask the OIDC issuer ${issuer} for its keys: ${reason}.`;
  return new RequestError(401, 'UnauthorizedException', message, { cause });
}
