import { afterAll, beforeAll, expect, test } from 'vitest';
import { sdk } from './test-support/administer.ts';
import { startTestPool, type TestPool } from './test-support/test-pool.ts';

let pool: TestPool;
const startedAt = Date.now();
beforeAll(async () => {
  pool = await startTestPool();
});
afterAll(() => pool.close());

const hour = 3_600_000;

interface Dated {
  readonly CreationDate?: Date | undefined;
  readonly LastModifiedDate?: Date | undefined;
}

/** How many hours of the pool's clock after the test began. */
const hoursOf = ({ CreationDate, LastModifiedDate }: Dated = {}): (number | undefined)[] =>
  [CreationDate, LastModifiedDate].map((date) => date && Math.floor((date.getTime() - startedAt) / hour));

test('the pool that a backend starts with is as old as the backend', async () => {
  const { UserPools = [] } = await sdk(pool).listUserPools({ MaxResults: 5 });
  const { UserPool } = await sdk(pool).describeUserPool({ UserPoolId: pool.poolId });
  expect(UserPools.map(hoursOf)).toEqual([[0, 0]]);
  expect(hoursOf(UserPool)).toEqual([0, 0]);
});

test('a group says when it was made and last changed, wherever it is shown', async () => {
  const { poolId: UserPoolId } = pool;
  const GroupName = 'dated';
  const made = await sdk(pool).createGroup({ UserPoolId, GroupName });
  const [age = 0] = hoursOf(made.Group);
  expect(hoursOf(made.Group)).toEqual([age, age]);
  pool.advance(2 * hour);
  const updated = await sdk(pool).updateGroup({ UserPoolId, GroupName, Description: 'changed' });
  expect(hoursOf(updated.Group)).toEqual([age, age + 2]);

  await sdk(pool).adminCreateUser({ UserPoolId, Username: 'ann' });
  await sdk(pool).adminAddUserToGroup({ UserPoolId, GroupName, Username: 'ann' });
  const { Group } = await sdk(pool).getGroup({ UserPoolId, GroupName });
  const { Groups = [] } = await sdk(pool).listGroups({ UserPoolId });
  const ofUser = await sdk(pool).adminListGroupsForUser({ UserPoolId, Username: 'ann' });
  for (const group of [Group, Groups[0], ofUser.Groups?.[0]]) expect(hoursOf(group)).toEqual([age, age + 2]);
});

test('an app client says when it was made and last changed', async () => {
  const { poolId: UserPoolId } = pool;
  const { UserPoolClient: made } = await sdk(pool).createUserPoolClient({
    UserPoolId,
    ClientName: 'dated',
    GenerateSecret: true,
  });
  const [age = 0] = hoursOf(made);
  expect(hoursOf(made)).toEqual([age, age]);
  pool.advance(2 * hour);
  const named = { UserPoolId, ClientId: made?.ClientId ?? '' };
  const updated = await sdk(pool).updateUserPoolClient({ ...named, ClientName: 'changed' });
  expect(hoursOf(updated.UserPoolClient)).toEqual([age, age + 2]);
  const { UserPoolClient } = await sdk(pool).describeUserPoolClient(named);
  expect(hoursOf(UserPoolClient)).toEqual([age, age + 2]);
  const { ClientSecrets = [] } = await sdk(pool).listUserPoolClientSecrets(named);
  expect(hoursOf({ CreationDate: ClientSecrets[0]?.ClientSecretCreateDate })).toEqual([age, undefined]);
});
