import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { SignatureError, verifySignature, type SignedRequest } from '../sigv4/verify-signature.ts';
import type { IamPrincipal } from '../sigv4/principal.ts';
import { publicActions, signedActions } from './actions.ts';
import { CognitoException } from './exception.ts';
import type { Input } from './input.ts';
import type { Pool } from './pool.ts';
import { PoolStore } from './pool-store.ts';
import { Sessions } from './sessions.ts';
import { loadSigningKey } from './signing-key.ts';
import { createTokenVerifier, type TokenVerifier } from './verify-token.ts';

/** An HTTP answer. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A local Cognito: one user pool behind AWS's wire protocol. */
export interface Cognito {
  readonly pool: Pool;
  readonly verifyToken: TokenVerifier;
  /** Answers a request with an `X-Amz-Target` header. */
  handle(request: SignedRequest): Promise<Reply>;
  /** Answers a path under `/<poolId>/.well-known/`, or undefined. */
  wellKnown(path: string): Promise<Reply | undefined>;
}

/** How a local Cognito is set up. */
export interface CognitoOptions {
  readonly region: string;
  readonly database: DatabaseSync;
  readonly principals: readonly IamPrincipal[];
  readonly now: () => number;
}

const target = 'AWSCognitoIdentityProviderService.';

/** Opens the user pool of a database; a new one gets an id, and a key that is made in the background. */
export function createCognito(options: CognitoOptions): Cognito {
  const { region, database, now } = options;
  const store = new PoolStore(database, region);
  const issuer = `https://cognito-idp.${region}.amazonaws.com/${store.poolId}`;
  const pool: Pool = { region, store, issuer, now, sessions: new Sessions(now), key: loadSigningKey(store) };
  const verifyToken = createTokenVerifier(pool);
  return {
    pool,
    verifyToken,
    handle: (request) => answer(pool, verifyToken, options, request),
    wellKnown: (path) => wellKnown(pool, path),
  };
}

async function answer(
  pool: Pool,
  verify: TokenVerifier,
  options: CognitoOptions,
  request: SignedRequest,
): Promise<Reply> {
  try {
    return reply(200, await run(pool, verify, options, request));
  } catch (error) {
    if (error instanceof CognitoException) return refusal(error.type, error.message);
    if (error instanceof SignatureError) return refusal(error.problem, error.message);
    throw error;
  }
}

async function run(
  pool: Pool,
  verify: TokenVerifier,
  options: CognitoOptions,
  request: SignedRequest,
): Promise<object> {
  const name = String(request.headers['x-amz-target']).slice(target.length);
  const open = Object.hasOwn(publicActions, name) ? publicActions[name] : undefined;
  if (open) return open(pool, parseInput(request.body), verify);
  const signed = Object.hasOwn(signedActions, name) ? signedActions[name] : undefined;
  if (!signed) {
    throw new CognitoException(
      'UnknownOperationException',
      `The local user pool does not support ${name || 'this action'}.`,
    );
  }
  const { region, principals, now } = options;
  const principal = await verifySignature(request, { region, principals, now, service: 'cognito-idp' });
  if (!principal.mayAdministerUsers) {
    const said = `User: ${principal.arn} is not authorized to perform: cognito-idp:${name}`;
    throw new CognitoException('AccessDeniedException', said);
  }
  return signed(pool, parseInput(request.body), verify);
}

function parseInput(body: Buffer): Input {
  try {
    const input: unknown = JSON.parse(body.toString() || '{}');
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as Input;
  } catch {
    // Not JSON: refused below like JSON that is no object.
  }
  throw new CognitoException('SerializationException', 'The request body is not a JSON object.');
}

function refusal(type: string, message: string): Reply {
  const answered = reply(400, { __type: type, message });
  return {
    ...answered,
    headers: { ...answered.headers, 'x-amzn-errortype': `${type}:`, 'x-amzn-errormessage': message },
  };
}

function reply(status: number, body: object): Reply {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() };
  return { status, headers, body: JSON.stringify(body) };
}

async function wellKnown(pool: Pool, path: string): Promise<Reply | undefined> {
  const base = `/${pool.store.poolId}/.well-known`;
  if (path === `${base}/jwks.json`) {
    const { publicJwk } = await pool.key;
    return json({ keys: [publicJwk] });
  }
  if (path === `${base}/openid-configuration`) {
    return json({
      issuer: pool.issuer,
      jwks_uri: `${pool.issuer}/.well-known/jwks.json`,
      id_token_signing_alg_values_supported: ['RS256'],
      subject_types_supported: ['public'],
    });
  }
  return undefined;
}

function json(body: object): Reply {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
