import { CognitoException, invalidParameter } from './exception.ts';
import { optionalInteger, refuseOthers, requiredString, type Input } from './input.ts';
import { page } from './page.ts';
import { describePool } from './pool-info.ts';
import { readSchema } from './pool-schema.ts';
import type { Pools, OpenPool } from './pools.ts';
import { poolSettingKeys, readNames, readPoolSettings } from './read-pool-settings.ts';

const namePattern = /^[\w\s+=,.@-]{1,128}$/;
const idPattern = /^[\w-]+_[0-9a-zA-Z]+$/;
const fixedKeys = ['UsernameAttributes', 'AliasAttributes', 'UsernameConfiguration', 'Schema'];

/** `CreateUserPool`. @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html */
export function createUserPool(pools: Pools, input: Input): object {
  refuseOthers(input, ['PoolName', ...fixedKeys, ...poolSettingKeys]);
  const now = pools.own.pool.now();
  const { pool } = pools.create({
    ...readPoolSettings(input),
    ...readNames(input),
    name: requiredString(input, 'PoolName', namePattern),
    schema: readSchema(input.Schema ?? [], 'Schema', []),
    createdAt: now,
    modifiedAt: now,
  });
  return { UserPool: describePool(pool) };
}

/** `DescribeUserPool`. */
export function describeUserPool(pools: Pools, input: Input): object {
  const { pool } = named(pools, input);
  const Domain = pools.directory.domainOf(pool.store.poolId)?.domain;
  return { UserPool: { ...describePool(pool), ...(Domain === undefined ? {} : { Domain }) } };
}

/** `UpdateUserPool`; what it does not name goes back to its default, as with AWS. */
export function updateUserPool(pools: Pools, input: Input): object {
  const { pool } = named(pools, input);
  refuseOthers(input, ['UserPoolId', 'PoolName', ...poolSettingKeys]);
  const { name } = pool.store.settings;
  pool.store.changeSettings({
    ...readPoolSettings(input),
    name: input.PoolName == null ? name : requiredString(input, 'PoolName', namePattern),
    modifiedAt: pool.now(),
  });
  return {};
}

/** `DeleteUserPool`, with everybody in it. */
export async function deleteUserPool(pools: Pools, input: Input): Promise<object> {
  const { pool } = named(pools, input);
  if (pool === pools.own.pool) {
    throw invalidParameter(
      'The user pool that the local backend started with cannot be deleted: its API takes the tokens of that pool.',
    );
  }
  if (pool.store.settings.isProtected) {
    throw invalidParameter(
      'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
    );
  }
  if (pools.directory.domainOf(pool.store.poolId)) {
    throw invalidParameter(
      'User pool cannot be deleted. It has a domain configured that should be deleted first.',
    );
  }
  await pools.delete(pool.store.poolId);
  return {};
}

/** `ListUserPools`. */
export function listUserPools(pools: Pools, input: Input): object {
  if (optionalInteger(input, 'MaxResults', 1, 60) === undefined) {
    throw invalidParameter(
      "1 validation error detected: Value null at 'maxResults' failed to satisfy constraint: Member must not be null",
    );
  }
  const [some, next] = page(pools.all(), input, { limit: 'MaxResults', token: 'NextToken' });
  const shown = some.map(({ pool: { store } }) => ({
    Id: store.poolId,
    Name: store.settings.name,
    LambdaConfig: store.settings.lambda,
    CreationDate: store.settings.createdAt / 1000,
    LastModifiedDate: store.settings.modifiedAt / 1000,
  }));
  return { UserPools: shown, ...next };
}

/** `AddCustomAttributes`. */
export function addCustomAttributes(pools: Pools, input: Input): object {
  const { store } = named(pools, input).pool;
  const schema = readSchema(input.CustomAttributes, 'CustomAttributes', store.settings.schema ?? []);
  store.changeSettings({ schema, modifiedAt: pools.own.pool.now() });
  return {};
}

/** The pool that an action names. @throws CognitoException `ResourceNotFoundException`. */
export function named(pools: Pools, input: Input): OpenPool {
  const id = requiredString(input, 'UserPoolId', idPattern);
  const open = pools.byId(id);
  if (!open) throw new CognitoException('ResourceNotFoundException', `User pool ${id} does not exist.`);
  return open;
}
