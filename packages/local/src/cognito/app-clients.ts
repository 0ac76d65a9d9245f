import { checkPool, findClient } from './app-client.ts';
import { describeClient } from './describe.ts';
import type { ExplicitAuthFlow } from './entities.ts';
import { CognitoException, invalidParameter, unsupported } from './exception.ts';
import { oneOf, refuseOthers, requiredString, type Input } from './input.ts';
import { page } from './page.ts';
import type { Pool } from './pool.ts';
import { tokenValidity } from './token-validity.ts';

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

const createKeys = [
  'UserPoolId',
  'ClientName',
  'GenerateSecret',
  'ExplicitAuthFlows',
  'PreventUserExistenceErrors',
  'AccessTokenValidity',
  'IdTokenValidity',
  'RefreshTokenValidity',
  'TokenValidityUnits',
];

/** `CreateUserPoolClient`, with secret, flows, token validity and `PreventUserExistenceErrors`. */
export function createUserPoolClient(pool: Pool, input: Input): object {
  checkPool(pool, input);
  refuseOthers(input, createKeys);
  const flows = readFlows(input.ExplicitAuthFlows ?? []);
  const client = pool.store.addClient({
    name: requiredString(input, 'ClientName', /^[\w\s+=,.@-]+$/),
    confidential: input.GenerateSecret === true,
    ...(flows.length > 0 ? { flows } : {}),
    ...tokenValidity(input),
    preventUserExistenceErrors: oneOf(input, 'PreventUserExistenceErrors', ['LEGACY', 'ENABLED']) ?? 'LEGACY',
  });
  return { UserPoolClient: describeClient(pool.store.poolId, client) };
}

const supportedFlows: readonly ExplicitAuthFlow[] = [
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
];
// What AWS has too: switching them on would promise what this server does not do.
const otherFlows: readonly unknown[] = [
  'ALLOW_CUSTOM_AUTH',
  'ALLOW_USER_AUTH',
  'ALLOW_CLIENT_TOKEN_AUTH',
  'ADMIN_NO_SRP_AUTH',
  'CUSTOM_AUTH_FLOW_ONLY',
  'USER_PASSWORD_AUTH',
];

function readFlows(value: unknown): ExplicitAuthFlow[] {
  if (!Array.isArray(value)) {
    throw new CognitoException('SerializationException', 'ExplicitAuthFlows is not a list.');
  }
  return value.map((name: unknown) => {
    const flow = supportedFlows.find((supported) => supported === name);
    if (flow) return flow;
    if (otherFlows.includes(name)) throw unsupported(`The explicit auth flow ${String(name)}`);
    throw invalidParameter(
      `1 validation error detected: Value at 'explicitAuthFlows' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [${[...supportedFlows, ...otherFlows].join(', ')}]]`,
    );
  });
}
