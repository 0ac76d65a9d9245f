import type { DatabaseSync } from 'node:sqlite';
import { expand, staticGroups } from '@postern/schema';
import { createAppSync } from './appsync/appsync.ts';
import type { FunctionEnvironment, FunctionsFactory, LambdaHandler } from './appsync/functions.ts';
import { NextTokens } from './appsync/next-token.ts';
import { withRelationIndexes } from './appsync/relations.ts';
import { certificatesOf } from './certificates.ts';
import type { CodeMessage } from './cognito/codes.ts';
import { createCognito, type Cognito } from './cognito/cognito.ts';
import type { OpenPort } from './one-port.ts';
import { amplifyOutputs, type AmplifyOutputs } from './outputs.ts';
import { loadSecrets, type Secrets } from './secrets.ts';
import { createIdentityPool } from './identity/identity-pool.ts';
import { sessionArn } from './identity/roles.ts';
import { createRealTime } from './realtime/realtime.ts';
import { makeSeed } from './seed.ts';
import { listen } from './server.ts';
import { appClients, setUpPool, type LocalUser, type PoolUser } from './set-up-pool.ts';
import type { AwsCredentials, IamPrincipal } from './sigv4/principal.ts';
import { Principals } from './sigv4/principals.ts';
import { openDatabase } from './store/database.ts';
import { ItemStore, type Item } from './store/item-store.ts';

/** How to set up a local backend. */
export interface LocalOptions {
  /** The schema's SDL, in Amplify's dialect. */
  readonly schema: string;
  /** Makes the functions of `@function`; called when the first is needed. */
  readonly functions?: FunctionsFactory;
  /** Keeps everything in this folder. @defaultValue in memory */
  readonly dataDir?: string;
  /** @defaultValue `0`, any free port */
  readonly port?: number;
  /** @defaultValue `us-east-1` */
  readonly region?: string;
  readonly users?: readonly LocalUser[];
  /** Whether the identity pool gives guests credentials. @defaultValue `true` */
  readonly guests?: boolean;
  /** Takes the codes that Cognito would send by email or text message. @defaultValue drops them */
  readonly onMessage?: (message: CodeMessage) => void;
  /** Milliseconds since the epoch. @defaultValue `Date.now` */
  readonly now?: () => number;
}

/** A running local backend. */
export interface Local {
  /** `http://127.0.0.1:<port>`; also Cognito's endpoint. */
  readonly url: string;
  readonly graphqlEndpoint: string;
  readonly cognitoEndpoint: string;
  readonly region: string;
  readonly userPoolId: string;
  /** Gives users and guests AWS credentials, at {@link cognitoEndpoint}. */
  readonly identityPoolId: string;
  readonly clients: {
    readonly public: { readonly clientId: string };
    readonly confidential: { readonly clientId: string; readonly clientSecret: string };
  };
  readonly users: readonly PoolUser[];
  /** IAM credentials: the functions' role may call the API, the admin's may administer users as well. */
  readonly roles: { readonly functions: AwsCredentials; readonly admin: AwsCredentials };
  readonly apiKey: string;
  /** Where subscriptions are served: `ws:`, and `wss:` on the same port. */
  readonly realtimeEndpoint: string;
  /** The authority that vouches for the server's TLS certificate, in PEM; with `dataDir` also in its `ca.pem`. */
  certificateAuthority(): Promise<string>;
  /** `amplify_outputs.json` for this backend. */
  outputs(): AmplifyOutputs;
  /**
   * Puts records into a model's table, past resolvers and rules, leaving alone those that are there.
   *
   * @returns How many were new.
   * @throws TypeError when the schema has no such model.
   */
  seed(model: string, records: Iterable<Item>): number;
  /** The same with records that come one by one; other requests are answered in between. */
  seed(model: string, records: AsyncIterable<Item>): Promise<number>;
  /** Finishes what is being answered, for two seconds at most, and lets go of port and files. */
  close(): Promise<void>;
}

/**
 * Starts AppSync and Cognito on 127.0.0.1.
 *
 * @throws SchemaError when the schema cannot be read; Error with code `EADDRINUSE` when the port is taken.
 * @example
 * ```ts
 * const local = await startLocal({ schema, users: [{ username: 'ann', groups: ['Admin'] }] });
 * ```
 */
export async function startLocal(options: LocalOptions): Promise<Local> {
  const region = options.region ?? 'us-east-1';
  const now = options.now ?? Date.now;
  const expanded = expand(options.schema, { iamAccess: true });
  const database = openDatabase(options.dataDir);
  const { secrets, save } = loadSecrets(options.dataDir);
  const principals = new Principals(principalsOf(secrets));
  const cognito = createCognito({
    region,
    database,
    principals,
    now,
    ...(options.onMessage ? { deliver: options.onMessage } : {}),
  });
  const users = setUpPool(cognito, expanded, options.users ?? [], secrets, now);
  save();
  const store = new ItemStore(database);
  const models = withRelationIndexes(expanded.models);
  for (const model of models.values()) store.ensureIndexes(model);
  const clients = appClients(cognito);
  const handlers = lazyFunctions(options.functions, () => ({
    graphqlEndpoint,
    region,
    credentials: secrets.functions,
  }));
  const appsync = createAppSync({
    expanded,
    models,
    store,
    now,
    tokens: new NextTokens(Buffer.from(secrets.tokenSecret, 'hex')),
    gate: {
      verifyToken: cognito.verifyToken,
      signatures: { region, principals, now },
      apiKey: secrets.apiKey,
    },
    handlers,
  });
  const identityPool = createIdentityPool({
    pool: cognito.pool,
    database,
    verifyToken: cognito.verifyToken,
    principals,
    guests: options.guests ?? true,
  });
  const certificate = certificatesOf(options.dataDir);
  const realTime = createRealTime({ appsync });
  const open: OpenPort = await listen(
    { cognito, identityPool, now, appsync, realTime, certificate },
    options.port ?? 0,
  ).catch(async (error: unknown) => {
    realTime.close();
    await closeDatabase(cognito, database);
    throw error;
  });
  const url = `http://127.0.0.1:${open.port}`;
  const graphqlEndpoint = `${url}/graphql`;
  const userPoolId = cognito.pool.store.poolId;
  let closed: Promise<void> | undefined;
  return {
    url,
    graphqlEndpoint,
    cognitoEndpoint: `${url}/`,
    region,
    userPoolId,
    identityPoolId: identityPool.id,
    clients: {
      public: { clientId: clients.public.id },
      confidential: { clientId: clients.confidential.id, clientSecret: clients.confidential.secret ?? '' },
    },
    users,
    roles: { functions: secrets.functions, admin: secrets.admin },
    apiKey: secrets.apiKey,
    realtimeEndpoint: `ws://127.0.0.1:${open.port}/graphql/realtime`,
    certificateAuthority: async () => (await certificate()).authority,
    outputs: () =>
      amplifyOutputs({
        region,
        userPoolId,
        identityPoolId: identityPool.id,
        clientId: clients.public.id,
        groups: staticGroups(expanded),
        graphqlEndpoint,
        cognitoEndpoint: `${url}/`,
      }),
    seed: makeSeed({ models, store, now }),
    close: () => (closed ??= open.close().then(() => closeDatabase(cognito, database))),
  };
}

// The functions are made when the first of them is called; by then the endpoint is known.
function lazyFunctions(
  make: FunctionsFactory | undefined,
  environment: () => FunctionEnvironment,
): () => Promise<Readonly<Record<string, LambdaHandler>>> {
  let made: Promise<Readonly<Record<string, LambdaHandler>>> | undefined;
  return () => (made ??= Promise.resolve(make?.(environment()) ?? {}));
}

// The key may still be in the making, and is written when it is done.
async function closeDatabase(cognito: Cognito, database: DatabaseSync): Promise<void> {
  await cognito.pool.key;
  database.close();
}

function principalsOf({ functions, admin }: Secrets): IamPrincipal[] {
  const arn = (role: string): string => sessionArn(role, 'local');
  const everything = ['types/*'];
  return [
    { arn: arn('functions'), credentials: functions, graphqlFields: everything, mayAdministerUsers: false },
    { arn: arn('admin'), credentials: admin, graphqlFields: everything, mayAdministerUsers: true },
  ];
}
