import { checkPool, findClient } from './app-client.ts';
import { invalidParameter } from './exception.ts';
import { requiredString, type Input } from './input.ts';
import type { Pool } from './pool.ts';
import type { AppClient, ExplicitAuthFlow } from './pool-store.ts';

function describeClient(pool: Pool, client: AppClient): object {
  return {
    UserPoolId: pool.store.poolId,
    ClientId: client.id,
    ClientName: client.name,
    ClientSecret: client.secret ?? undefined,
    ExplicitAuthFlows: client.flows,
    AccessTokenValidity: client.tokenMinutes,
    IdTokenValidity: client.tokenMinutes,
    RefreshTokenValidity: client.refreshDays,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days' },
    PreventUserExistenceErrors: client.preventUserExistenceErrors,
  };
}

/** `DescribeUserPool`. */
export function describeUserPool(pool: Pool, input: Input): object {
  checkPool(pool, input);
  return {
    UserPool: { Id: pool.store.poolId, Name: 'local', EstimatedNumberOfUsers: pool.store.users().length },
  };
}

/** `ListUserPools`: there is one. */
export function listUserPools(pool: Pool): object {
  return { UserPools: [{ Id: pool.store.poolId, Name: 'local' }] };
}

/** `DescribeUserPoolClient`. */
export function describeUserPoolClient(pool: Pool, input: Input): object {
  checkPool(pool, input);
  return { UserPoolClient: describeClient(pool, findClient(pool, input)) };
}

/** `ListUserPoolClients`, all in one page. */
export function listUserPoolClients(pool: Pool, input: Input): object {
  checkPool(pool, input);
  const clients = pool.store.clients();
  return {
    UserPoolClients: clients.map(({ id, name }) => ({
      ClientId: id,
      ClientName: name,
      UserPoolId: pool.store.poolId,
    })),
  };
}

const knownFlows: readonly string[] = [
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
];

/** `CreateUserPoolClient`, with name, secret, flows and `PreventUserExistenceErrors`. */
export function createUserPoolClient(pool: Pool, input: Input): object {
  checkPool(pool, input);
  const flows: unknown[] = Array.isArray(input.ExplicitAuthFlows) ? input.ExplicitAuthFlows : [];
  const unknown = flows.filter((flow) => !knownFlows.includes(String(flow)));
  if (unknown.length > 0) {
    throw invalidParameter(
      `ExplicitAuthFlows ${unknown.join(', ')} are not supported by the local user pool.`,
    );
  }
  const client = pool.store.addClient({
    name: requiredString(input, 'ClientName'),
    confidential: input.GenerateSecret === true,
    ...(flows.length > 0 ? { flows: flows as ExplicitAuthFlow[] } : {}),
    preventUserExistenceErrors: input.PreventUserExistenceErrors === 'ENABLED' ? 'ENABLED' : 'LEGACY',
  });
  return { UserPoolClient: describeClient(pool, client) };
}
