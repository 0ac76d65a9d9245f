import { checkPool } from './app-client.ts';
import type { ResourceServer } from './entities.ts';
import { CognitoException, invalidParameter } from './exception.ts';
import { requiredString, type Input } from './input.ts';
import { page } from './page.ts';
import type { Pool } from './pool.ts';

const identifierPattern = /^[\x21\x23-\x5B\x5D-\x7E]{1,256}$/;

/** `CreateResourceServer`: scopes that app clients may be given. */
export function createResourceServer(pool: Pool, input: Input): object {
  const server = read(pool, input);
  if (pool.store.resourceServer(server.identifier)) {
    throw invalidParameter(`${server.identifier} already exists in user pool ${pool.store.poolId}.`);
  }
  pool.store.putResourceServer(server);
  return { ResourceServer: describe(pool, server) };
}

/** `UpdateResourceServer`. */
export function updateResourceServer(pool: Pool, input: Input): object {
  named(pool, input);
  const server = read(pool, input);
  pool.store.putResourceServer(server);
  return { ResourceServer: describe(pool, server) };
}

/** `DescribeResourceServer`. */
export function describeResourceServer(pool: Pool, input: Input): object {
  return { ResourceServer: describe(pool, named(pool, input)) };
}

/** `ListResourceServers`. */
export function listResourceServers(pool: Pool, input: Input): object {
  checkPool(pool, input);
  const keys = { limit: 'MaxResults', token: 'NextToken' } as const;
  const [some, next] = page(pool.store.resourceServers(), input, keys);
  return { ResourceServers: some.map((server) => describe(pool, server)), ...next };
}

/** `DeleteResourceServer`. */
export function deleteResourceServer(pool: Pool, input: Input): object {
  pool.store.deleteResourceServer(named(pool, input).identifier);
  return {};
}

function named(pool: Pool, input: Input): ResourceServer {
  checkPool(pool, input);
  const server = pool.store.resourceServer(requiredString(input, 'Identifier', identifierPattern));
  if (!server) throw new CognitoException('ResourceNotFoundException', 'Resource server does not exist.');
  return server;
}

function read(pool: Pool, input: Input): ResourceServer {
  checkPool(pool, input);
  const identifier = requiredString(input, 'Identifier', identifierPattern);
  const scopes = input.Scopes ?? [];
  if (!Array.isArray(scopes)) throw new CognitoException('SerializationException', 'Scopes is not a list.');
  return {
    identifier,
    name: requiredString(input, 'Name', /^[\w\s+=,.@-]+$/),
    scopes: scopes.map((scope: unknown) => {
      const given = (scope ?? {}) as Input;
      return {
        name: requiredString(given, 'ScopeName', /^[\x21\x23-\x2E\x30-\x5B\x5D-\x7E]+$/),
        description: requiredString(given, 'ScopeDescription'),
      };
    }),
  };
}

function describe({ store }: Pool, { identifier, name, scopes }: ResourceServer): object {
  const Scopes = scopes.map((scope) => ({ ScopeName: scope.name, ScopeDescription: scope.description }));
  return { UserPoolId: store.poolId, Identifier: identifier, Name: name, Scopes };
}

/** The scopes that the pool's resource servers have, as tokens name them. */
export function customScopes({ store }: Pool): ReadonlySet<string> {
  return new Set(
    store
      .resourceServers()
      .flatMap(({ identifier, scopes }) => scopes.map(({ name }) => `${identifier}/${name}`)),
  );
}
