import type { DatabaseSync } from 'node:sqlite';
import { expand, staticGroups, type ExpandedSchema } from '@postern/schema';
import { createAppSync } from './appsync/appsync.ts';
import type { FunctionEnvironment, FunctionsFactory, LambdaHandler } from './appsync/functions.ts';
import { NextTokens } from './appsync/next-token.ts';
import { createCognito, type Cognito } from './cognito/cognito.ts';
import type { AppClient } from './cognito/pool-store.ts';
import { makeVerifier } from './cognito/srp.ts';
import { amplifyOutputs, type AmplifyOutputs } from './outputs.ts';
import { loadSecrets, makePassword, type Secrets } from './secrets.ts';
import { listen } from './server.ts';
import type { AwsCredentials, IamPrincipal } from './sigv4/principal.ts';
import { openDatabase } from './store/database.ts';
import { ItemStore, type Item } from './store/item-store.ts';

/** A user to have from the start. */
export interface LocalUser {
  readonly username: string;
  /** @defaultValue none */
  readonly groups?: readonly string[];
  /** @defaultValue generated at first start */
  readonly password?: string;
  /** Must choose a new password at the first sign-in. @defaultValue `false` */
  readonly temporary?: boolean;
  readonly email?: string;
}

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
  readonly clients: {
    readonly public: { readonly clientId: string };
    readonly confidential: { readonly clientId: string; readonly clientSecret: string };
  };
  readonly users: readonly {
    readonly username: string;
    readonly password: string;
    readonly groups: readonly string[];
  }[];
  /** IAM credentials: the functions' role may call the API, the admin's may administer users as well. */
  readonly roles: { readonly functions: AwsCredentials; readonly admin: AwsCredentials };
  readonly apiKey: string;
  /** `amplify_outputs.json` for this backend. */
  outputs(): AmplifyOutputs;
  /**
   * Puts records into a model's table, past resolvers and rules, leaving alone those that are there.
   *
   * @returns How many were new.
   * @throws TypeError when the schema has no such model.
   */
  seed(model: string, records: Iterable<Item>): number;
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
  const principals = principalsOf(secrets);
  const cognito = createCognito({ region, database, principals, now });
  const users = setUpPool(cognito, expanded, options.users ?? [], secrets, now);
  save();
  const store = new ItemStore(database);
  const clients = appClients(cognito);
  const handlers = lazyFunctions(options.functions, () => ({
    graphqlEndpoint,
    region,
    credentials: secrets.functions,
  }));
  const { server, port }: Awaited<ReturnType<typeof listen>> = await listen(
    {
      cognito,
      now,
      appsync: createAppSync({
        expanded,
        store,
        now,
        tokens: new NextTokens(Buffer.from(secrets.tokenSecret, 'hex')),
        gate: {
          verifyToken: cognito.verifyToken,
          signatures: { region, principals, now },
          apiKey: secrets.apiKey,
        },
        handlers,
      }),
    },
    options.port ?? 0,
  ).catch((error: unknown) => {
    database.close();
    throw error;
  });
  const url = `http://127.0.0.1:${port}`;
  const graphqlEndpoint = `${url}/graphql`;
  const userPoolId = cognito.pool.store.poolId;
  return {
    url,
    graphqlEndpoint,
    cognitoEndpoint: `${url}/`,
    region,
    userPoolId,
    clients: {
      public: { clientId: clients.public.id },
      confidential: { clientId: clients.confidential.id, clientSecret: clients.confidential.secret ?? '' },
    },
    users,
    roles: { functions: secrets.functions, admin: secrets.admin },
    apiKey: secrets.apiKey,
    outputs: () =>
      amplifyOutputs({
        region,
        userPoolId,
        clientId: clients.public.id,
        groups: staticGroups(expanded),
        graphqlEndpoint,
        cognitoEndpoint: `${url}/`,
      }),
    seed: (name, records) => seed(expanded, store, name, records, now),
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await closeDatabase(cognito, database);
    },
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
  const arn = (role: string): string => `arn:aws:sts::000000000000:assumed-role/${role}/local`;
  const everything = ['types/*'];
  return [
    { arn: arn('functions'), credentials: functions, graphqlFields: everything, mayAdministerUsers: false },
    { arn: arn('admin'), credentials: admin, graphqlFields: everything, mayAdministerUsers: true },
  ];
}

function setUpPool(
  { pool }: Cognito,
  expanded: ExpandedSchema,
  users: readonly LocalUser[],
  secrets: Secrets,
  now: () => number,
): Local['users'] {
  const { store } = pool;
  for (const name of staticGroups(expanded)) store.addGroup({ name, description: null });
  return users.map((user) => {
    const { username, groups = [], temporary = false, email } = user;
    const password = user.password ?? secrets.passwords[username] ?? makePassword();
    secrets.passwords[username] = password;
    if (!store.user(username)) {
      store.addUser({
        username,
        enabled: true,
        status: temporary ? 'FORCE_CHANGE_PASSWORD' : 'CONFIRMED',
        attributes: email === undefined ? {} : { email, email_verified: 'true' },
        password: makeVerifier(store.poolName, username, password),
        createdAt: now(),
        modifiedAt: now(),
      });
    }
    for (const name of groups) {
      store.addGroup({ name, description: null });
      store.addToGroup(username, name);
    }
    return { username, password, groups };
  });
}

const flows = [
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
] as const;

function appClients({ pool: { store } }: Cognito): { public: AppClient; confidential: AppClient } {
  const find = (name: string, confidential: boolean): AppClient =>
    store.clients().find((client) => client.name === name) ?? store.addClient({ name, confidential, flows });
  return { public: find('public', false), confidential: find('confidential', true) };
}

function seed(
  expanded: ExpandedSchema,
  store: ItemStore,
  name: string,
  records: Iterable<Item>,
  now: () => number,
): number {
  const model = expanded.models.get(name);
  if (!model)
    throw new TypeError(`The schema has no model ${name}; it has ${[...expanded.models.keys()].join(', ')}.`);
  const at = new Date(now()).toISOString();
  const { createdAt, updatedAt } = model.timestamps;
  const times = { ...(createdAt ? { [createdAt]: at } : {}), ...(updatedAt ? { [updatedAt]: at } : {}) };
  return store.seed(
    model,
    Iterator.from(records).map((record) => ({ ...times, ...record })),
  );
}
