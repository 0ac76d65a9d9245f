import type { DatabaseSync } from 'node:sqlite';
import type { PrincipalLookup } from '../sigv4/principal.ts';
import { SignatureError, verifySignature, type SignedRequest } from '../sigv4/verify-signature.ts';
import { choosePool } from './choose-pool.ts';
import type { CodeMessage } from './code-message.ts';
import { CognitoException, unsupported } from './exception.ts';
import { parseInput } from './input.ts';
import { poolArn } from './pool-info.ts';
import { configuredTriggers, type FunctionsByName } from './lambda-config.ts';
import { PasswordAttempts } from './password-attempts.ts';
import { PoolDirectory } from './pool-directory.ts';
import type { PoolStore } from './pool-store.ts';
import type { Pool } from './pool.ts';
import { Pools, type OpenPool } from './pools.ts';
import { answered, refused, type Reply } from './reply.ts';
import { Sessions } from './sessions.ts';
import { SignInStore } from './sign-in-store.ts';
import { loadSigningKey } from './signing-key.ts';
import type { Triggers } from './trigger-handlers.ts';
import { createTokenVerifier, type TokenVerifier } from './verify-token.ts';
import { wellKnown } from './well-known.ts';

export type { Reply } from './reply.ts';

/** A local Cognito: user pools behind AWS's wire protocol. */
export interface Cognito {
  /** The backend's own. */
  readonly pool: Pool;
  readonly pools: Pools;
  /** Takes the tokens of the backend's own pool, and of no other. */
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
  /** The functions that a pool's `LambdaConfig` may name. @defaultValue none */
  readonly functions?: () => Promise<FunctionsByName>;
}

/** Opens the user pool of a database; a new one gets an id, and a key that is made in the background. */
export function createCognito(options: CognitoOptions): Cognito {
  const { region, database, triggers = {} } = options;
  // The triggers that are handed in are those of the backend's own pool.
  const pools = new Pools(new PoolDirectory(database), region, options.now, (store, isOwn) =>
    startPool(options, store, isOwn ? triggers : {}),
  );
  const { pool, verifyToken } = pools.own;
  const service = { pools, principals: options.principals };
  return {
    pool,
    pools,
    verifyToken,
    handle: (request) => handle(service, request),
    wellKnown: async (path, host) => {
      const named = pools.byId(path.split('/')[1] ?? '');
      return named && wellKnown(named.pool, path, host, pools.hasDomain(named));
    },
  };
}

function startPool(
  { region, database, now, deliver, functions = noFunctions }: CognitoOptions,
  store: PoolStore,
  triggers: Triggers,
): OpenPool {
  const pool: Pool = {
    region,
    store,
    signIns: new SignInStore(database, store.poolId),
    issuer: `https://cognito-idp.${region}.amazonaws.com/${store.poolId}`,
    now,
    sessions: new Sessions(now, (clientId) => store.client(clientId)?.sessionMinutes),
    passwordAttempts: new PasswordAttempts(now),
    get triggers() {
      return { ...triggers, ...configuredTriggers(store.settings.lambda, functions) };
    },
    deliver: deliver ?? (() => undefined),
    key: loadSigningKey(store),
  };
  return { pool, verifyToken: createTokenVerifier(pool) };
}

const noFunctions = (): Promise<FunctionsByName> => Promise.resolve({});

interface Service {
  readonly pools: Pools;
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
  const { pools } = service;
  // Loaded with the first request, so that the start does not wait for all of them.
  const { poolActions, publicActions, signedActions, unsupportedActions } = await import('./actions.ts');
  const name = String(request.headers['x-amz-target']).slice(target.length);
  const action = publicActions.get(name) ?? signedActions.get(name);
  const aboutPools = poolActions.get(name);
  if (!publicActions.has(name) && (action || aboutPools)) await checkAdministrator(service, request, name);
  if (aboutPools) return aboutPools(pools, parseInput(request.body));
  if (action) {
    const input = parseInput(request.body);
    const { pool, verifyToken } = choosePool(pools, input);
    return action(pool, input, verifyToken);
  }
  if (unsupportedActions.has(name)) throw unsupported(name);
  throw new CognitoException(
    'UnknownOperationException',
    `Amazon Cognito has no action ${name === '' ? 'without a name' : name}.`,
  );
}

async function checkAdministrator(
  { pools, principals }: Service,
  request: SignedRequest,
  action: string,
): Promise<void> {
  const { pool } = pools.own;
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
