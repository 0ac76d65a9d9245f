import type { DatabaseSync } from 'node:sqlite';
import { expand, type ExpandedSchema, type Model } from '@postern/schema';
import { createAppSync, type AppSync } from './appsync/appsync.ts';
import { clientPattern } from './appsync/client-pattern.ts';
import type { FunctionEnvironment, FunctionsFactory, LambdaHandler } from './appsync/functions.ts';
import { readLimits } from './appsync/limits.ts';
import { NextTokens } from './appsync/next-token.ts';
import { OidcProviders } from './appsync/oidc.ts';
import { withRelationIndexes } from './appsync/relations.ts';
import { checkSignInOptions } from './cognito/check-sign-in-options.ts';
import { createCognito, type Cognito } from './cognito/cognito.ts';
import { createIdentityPool, type IdentityPool } from './identity/identity-pool.ts';
import { readRoles } from './identity/local-roles.ts';
import { roleNames, sessionArn } from './identity/roles.ts';
import type { LocalOptions } from './local.ts';
import { loadSecrets, type Secrets } from './secrets.ts';
import { allowCallbacks, setUpPool, type PoolUser } from './set-up-pool.ts';
import type { IamPrincipal } from './sigv4/principal.ts';
import { Principals } from './sigv4/principals.ts';
import { openDatabase } from './store/database.ts';
import { ItemStore } from './store/item-store.ts';

/** Everything that a local backend is made of, before anybody listens. */
export interface Backend {
  readonly region: string;
  readonly now: () => number;
  readonly expanded: ExpandedSchema;
  readonly models: ReadonlyMap<string, Model>;
  readonly database: DatabaseSync;
  readonly store: ItemStore;
  readonly secrets: Secrets;
  readonly users: readonly PoolUser[];
  readonly principals: Principals;
  readonly cognito: Cognito;
  readonly identityPool: IdentityPool;
  readonly appsync: AppSync;
  readonly oidc: OidcProviders;
}

/**
 * Puts a backend together.
 *
 * @param endpoint - Where its API will be, asked for when the first function is needed.
 */
export function makeBackend(options: LocalOptions, endpoint: () => string): Backend {
  const { region = 'us-east-1', now = Date.now, guests = true } = options;
  const isAppClient = clientPattern('appIdClientRegex', options.appIdClientRegex);
  const limits = readLimits(options);
  const signIn = options.signIn && checkSignInOptions(options.signIn);
  const oidc = new OidcProviders([options.oidc ?? []].flat(), now);
  const expanded = expand(options.schema, { iamAccess: true });
  const database = openDatabase(options.dataDir);
  const { secrets, save } = loadSecrets(options.dataDir);
  const principals = new Principals(principalsOf(secrets));
  const { onMessage: deliver, triggers } = options;
  const handlers = lazyFunctions(options.functions, () => {
    return { graphqlEndpoint: endpoint(), region, credentials: secrets.functions };
  });
  const cognito = createCognito({
    region,
    database,
    principals,
    now,
    ...(deliver ? { deliver } : {}),
    ...(triggers ? { triggers } : {}),
    functions: handlers,
  });
  const users = setUpPool(cognito, expanded, options.users ?? [], secrets, now);
  save();
  if (options.callbackUrls) allowCallbacks(cognito, options.callbackUrls);
  if (signIn) cognito.pool.store.changeSettings(signIn);
  const { pool, verifyToken } = cognito;
  const store = new ItemStore(database);
  const models = withRelationIndexes(expanded.models);
  for (const model of models.values()) store.ensureIndexes(model);
  const identityPool = createIdentityPool({
    ...{ pool, database, verifyToken, principals, guests },
    roles: readRoles(expanded, options.iamRoles ?? {}, ['functions', 'admin', ...Object.values(roleNames)]),
    roleMapping: options.roleMapping,
  });
  const appsync = createAppSync({
    expanded,
    models,
    store,
    now,
    tokens: new NextTokens(Buffer.from(secrets.tokenSecret, 'hex')),
    limits,
    introspection: options.introspection,
    gate: {
      verifyToken,
      isAppClient,
      signatures: { region, principals, now },
      apiKey: secrets.apiKey,
      authorizer: options.authorizer,
      oidc,
    },
    handlers,
  });
  return {
    ...{ region, now, expanded, models, database, store },
    ...{ secrets, users, principals, cognito, identityPool, appsync, oidc },
  };
}

/** Lets go of the files; signing keys may still be in the making, and are written when they are done. */
export async function closeBackend({ cognito, database }: Backend): Promise<void> {
  await cognito.pools.idle();
  database.close();
}

// The functions are made when the first of them is called; by then the endpoint is known.
function lazyFunctions(
  make: FunctionsFactory | undefined,
  environment: () => FunctionEnvironment,
): () => Promise<Readonly<Record<string, LambdaHandler>>> {
  let made: Promise<Readonly<Record<string, LambdaHandler>>> | undefined;
  return () => (made ??= Promise.resolve(make?.(environment()) ?? {}));
}

function principalsOf({ functions, admin }: Secrets): IamPrincipal[] {
  const arn = (role: string): string => sessionArn(role, 'local');
  const everything = ['types/*'];
  return [
    { arn: arn('functions'), credentials: functions, graphqlFields: everything, mayAdministerUsers: false },
    { arn: arn('admin'), credentials: admin, graphqlFields: everything, mayAdministerUsers: true },
  ];
}
