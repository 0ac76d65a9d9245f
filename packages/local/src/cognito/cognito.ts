import type { DatabaseSync } from 'node:sqlite';
import type { PrincipalLookup } from '../sigv4/principal.ts';
import { SignatureError, verifySignature, type SignedRequest } from '../sigv4/verify-signature.ts';
import type { CodeMessage } from './codes.ts';
import { CognitoException } from './exception.ts';
import { parseInput } from './input.ts';
import { poolArn } from './pool-info.ts';
import { PoolStore } from './pool-store.ts';
import type { Pool } from './pool.ts';
import { answered, refused, type Reply } from './reply.ts';
import { Sessions } from './sessions.ts';
import { SignInStore } from './sign-in-store.ts';
import { loadSigningKey } from './signing-key.ts';
import type { Triggers } from './triggers.ts';
import { createTokenVerifier, type TokenVerifier } from './verify-token.ts';
import { wellKnown } from './well-known.ts';

export type { Reply } from './reply.ts';

/** A local Cognito: one user pool behind AWS's wire protocol. */
export interface Cognito {
  readonly pool: Pool;
  readonly verifyToken: TokenVerifier;
  /** Answers a request with an `X-Amz-Target` header. */
  handle(request: SignedRequest): Promise<Reply>;
  /**
   * Answers a path under `/<poolId>/.well-known/`, or undefined.
   *
   * @param host - The request's `Host` header.
   */
  wellKnown(path: string, host?: string): Promise<Reply | undefined>;
}

/** How a local Cognito is set up. */
export interface CognitoOptions {
  readonly region: string;
  readonly database: DatabaseSync;
  readonly principals: PrincipalLookup;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Takes what would go out by email or text message. @defaultValue drops it */
  readonly deliver?: (message: CodeMessage) => void;
  /** @defaultValue none */
  readonly triggers?: Triggers;
}

/** Opens the user pool of a database; a new one gets an id, and a key that is made in the background. */
export function createCognito(options: CognitoOptions): Cognito {
  const { region, database, now } = options;
  const store = new PoolStore(database, region);
  const pool: Pool = {
    region,
    store,
    signIns: new SignInStore(database),
    issuer: `https://cognito-idp.${region}.amazonaws.com/${store.poolId}`,
    now,
    sessions: new Sessions(now),
    triggers: options.triggers ?? {},
    deliver: options.deliver ?? (() => undefined),
    key: loadSigningKey(store),
  };
  const verifyToken = createTokenVerifier(pool);
  return {
    pool,
    verifyToken,
    handle: (request) => handle({ pool, verifyToken, principals: options.principals }, request),
    wellKnown: (path, host) => wellKnown(pool, path, host),
  };
}

interface Service {
  readonly pool: Pool;
  readonly verifyToken: TokenVerifier;
  readonly principals: PrincipalLookup;
}

async function handle(service: Service, request: SignedRequest): Promise<Reply> {
  try {
    return answered(await run(service, request));
  } catch (error) {
    if (error instanceof CognitoException) return refused(error.type, error.message);
    if (error instanceof SignatureError) return refused(error.problem, error.message);
    throw error;
  }
}

const target = 'AWSCognitoIdentityProviderService.';

async function run(service: Service, request: SignedRequest): Promise<object> {
  const { pool, verifyToken } = service;
  // Loaded with the first request, so that the start does not wait for all of them.
  const { publicActions, signedActions } = await import('./actions.ts');
  const name = String(request.headers['x-amz-target']).slice(target.length);
  const open = publicActions.get(name);
  if (open) return open(pool, parseInput(request.body), verifyToken);
  const signed = signedActions.get(name);
  if (!signed) {
    throw new CognitoException(
      'UnknownOperationException',
      `The local user pool does not support ${name === '' ? 'this action' : name}.`,
    );
  }
  await checkAdministrator(service, request, name);
  return signed(pool, parseInput(request.body), verifyToken);
}

async function checkAdministrator(
  { pool, principals }: Service,
  request: SignedRequest,
  action: string,
): Promise<void> {
  const { region, now } = pool;
  const { arn, mayAdministerUsers } = await verifySignature(request, {
    region,
    principals,
    now,
    service: 'cognito-idp',
  });
  if (mayAdministerUsers) return;
  const permission = `cognito-idp:${action}`;
  throw new CognitoException(
    'AccessDeniedException',
    `User: ${arn} is not authorized to perform: ${permission} on resource: ${poolArn(pool)} because no identity-based policy allows the ${permission} action`,
  );
}
