import { checkPool, findClient } from './app-client.ts';
import { describeClient } from './describe.ts';
import { readClientSettings, settingKeys } from './client-settings.ts';
import { refuseOthers, requiredString, type Input } from './input.ts';
import { page } from './page.ts';
import { clientDefaults } from './pool-store.ts';
import type { Pool } from './pool.ts';

/** `DescribeUserPoolClient`. */
export function describeUserPoolClient(pool: Pool, input: Input): object {
  checkPool(pool, input);
  return { UserPoolClient: describeClient(pool.store.poolId, findClient(pool, input)) };
}

/** `ListUserPoolClients`. */
export function listUserPoolClients(pool: Pool, input: Input): object {
  checkPool(pool, input);
  const { poolId } = pool.store;
  const [clients, next] = page(pool.store.clients(), input, { limit: 'MaxResults', token: 'NextToken' });
  const shown = clients.map(({ id, name }) => ({ ClientId: id, ClientName: name, UserPoolId: poolId }));
  return { UserPoolClients: shown, ...next };
}

/** `DeleteUserPoolClient`. */
export function deleteUserPoolClient(pool: Pool, input: Input): object {
  checkPool(pool, input);
  pool.store.deleteClient(findClient(pool, input).id);
  return {};
}

/** `CreateUserPoolClient`. */
export function createUserPoolClient(pool: Pool, input: Input): object {
  checkPool(pool, input);
  refuseOthers(input, ['UserPoolId', 'ClientName', 'GenerateSecret', ...settingKeys]);
  const confidential = input.GenerateSecret === true;
  const client = pool.store.addClient({
    name: requiredString(input, 'ClientName', namePattern),
    confidential,
    ...readClientSettings(pool, input, confidential),
  });
  return { UserPoolClient: describeClient(pool.store.poolId, client) };
}

/** `UpdateUserPoolClient`; what it does not name goes back to its default, as with AWS. */
export function updateUserPoolClient(pool: Pool, input: Input): object {
  checkPool(pool, input);
  refuseOthers(input, ['UserPoolId', 'ClientId', 'ClientName', ...settingKeys]);
  const { id, name, secret, secrets } = findClient(pool, input);
  const settings = readClientSettings(pool, input, secret !== null);
  const renamed = input.ClientName == null ? name : requiredString(input, 'ClientName', namePattern);
  const client = pool.store.updateClient({
    ...clientDefaults,
    ...settings,
    id,
    name: renamed,
    secret,
    ...(secrets ? { secrets } : {}),
  });
  return { UserPoolClient: describeClient(pool.store.poolId, client) };
}

const namePattern = /^[\w\s+=,.@-]+$/;
