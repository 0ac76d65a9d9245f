import { TokenError, type Claims, type TokenVerifier } from '../cognito/verify-token.ts';
import type { IamPrincipal } from '../sigv4/principal.ts';
import {
  SignatureError,
  verifySignature,
  type SignatureScope,
  type SignedRequest,
} from '../sigv4/verify-signature.ts';
import { RequestError } from './errors.ts';
import { askAuthorizer, type Authorizer, type LambdaCaller } from './lambda-authorizer.ts';
import type { OidcClaims, OidcProviders } from './oidc.ts';

/** Who makes a request, proven. */
export type Caller =
  | { readonly mode: 'userPools'; readonly claims: Claims }
  | { readonly mode: 'oidc'; readonly claims: OidcClaims }
  | { readonly mode: 'iam'; readonly principal: IamPrincipal }
  | { readonly mode: 'apiKey' }
  | LambdaCaller;

/** A caller whom a token names: its claims are what owner and group rules read. */
export type TokenCaller = Extract<Caller, { readonly claims: unknown }>;

/** Whether a token says who the caller is. */
export function hasToken(caller: Caller): caller is TokenCaller {
  return caller.mode === 'userPools' || caller.mode === 'oidc';
}

/** What a caller's proof is checked with. */
export interface Gate {
  readonly verifyToken: TokenVerifier;
  /** Whether the API takes tokens that the pool issued to an app client. */
  readonly isAppClient: (clientId: string) => boolean;
  readonly signatures: Omit<SignatureScope, 'service'>;
  /** Asked about tokens of their issuers; undefined where the API trusts none. */
  readonly oidc?: OidcProviders | undefined;
  /** Undefined where the API has no key. */
  readonly apiKey: string | undefined;
  /** Asked about tokens that are no JWT; undefined where the API has none. */
  readonly authorizer?: Authorizer | undefined;
}

/**
 * Finds out who makes a request.
 *
 * @throws RequestError 401 or 403 with AppSync's words.
 */
export async function identify(request: SignedRequest, gate: Gate): Promise<Caller> {
  const { authorization, 'x-api-key': apiKey } = request.headers;
  const value = Array.isArray(authorization) ? authorization[0] : authorization;
  if (value?.startsWith('AWS4-HMAC-SHA256')) return identifyPrincipal(request, gate);
  if (value && gate.authorizer && !isJwt(value)) return askAuthorizer(gate.authorizer, value, request);
  if (value) return identifyUser(value.replace(/^Bearer /i, ''), gate);
  if (apiKey !== undefined) return identifyByKey(apiKey, gate);
  throw new RequestError(401, 'UnauthorizedException', 'Valid authorization header not provided.');
}

// Three parts; a token that goes to a Lambda authorizer must not look like one.
function isJwt(value: string): boolean {
  return /^(Bearer )?[\w-]+\.[\w-]+\.[\w-]*$/i.test(value);
}

const said = {
  expired: 'Token has expired.',
  malformed: 'Unable to parse JWT token.',
  invalid: 'You are not authorized to make this call.',
  revoked: 'You are not authorized to make this call.',
} as const;

async function identifyUser(token: string, { verifyToken, isAppClient, oidc }: Gate): Promise<Caller> {
  try {
    const provider = oidc?.of(token);
    if (provider) return { mode: 'oidc', claims: await provider.verify(token) };
    const claims = await verifyToken(token);
    if (!isAppClient(String(claims.client_id ?? claims.aud))) throw new TokenError('invalid');
    return { mode: 'userPools', claims };
  } catch (error) {
    if (error instanceof TokenError)
      throw new RequestError(401, 'UnauthorizedException', said[error.problem]);
    throw error;
  }
}

async function identifyPrincipal(request: SignedRequest, { signatures }: Gate): Promise<Caller> {
  try {
    return { mode: 'iam', principal: await verifySignature(request, { ...signatures, service: 'appsync' }) };
  } catch (error) {
    if (error instanceof SignatureError) throw new RequestError(403, error.problem, error.message);
    throw error;
  }
}

function identifyByKey(given: string | string[], { apiKey }: Gate): Caller {
  if (apiKey !== undefined && given === apiKey) return { mode: 'apiKey' };
  throw new RequestError(401, 'UnauthorizedException', 'You are not authorized to make this call.');
}
