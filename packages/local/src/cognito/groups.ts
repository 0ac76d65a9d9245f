import { namedUser } from './admin-users.ts';
import { checkPool } from './app-client.ts';
import { describeGroup, describeUser } from './describe.ts';
import type { Group } from './entities.ts';
import { CognitoException } from './exception.ts';
import { optionalInteger, optionalString, refuseOthers, requiredString, type Input } from './input.ts';
import { page, type PageKeys } from './page.ts';
import type { Pool } from './pool.ts';

const namePattern = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;
const keys: PageKeys = { limit: 'Limit', token: 'NextToken' };

function namedGroup(pool: Pool, input: Input): Group {
  checkPool(pool, input);
  const group = pool.store.group(requiredString(input, 'GroupName', namePattern));
  if (!group) throw new CognitoException('ResourceNotFoundException', 'Group not found.');
  return group;
}

function listed(pool: Pool, input: Input, groups: readonly Group[]): object {
  const [some, next] = page(groups, input, keys);
  return { Groups: some.map((group) => describeGroup(pool.store.poolId, group)), ...next };
}

/** `CreateGroup`. */
export function createGroup(pool: Pool, input: Input): object {
  checkPool(pool, input);
  refuseOthers(input, keysOfGroup);
  const name = requiredString(input, 'GroupName', namePattern);
  if (pool.store.group(name)) {
    throw new CognitoException('GroupExistsException', 'A group with the name already exists.');
  }
  const group = pool.store.addGroup({ name, description: null, ...settingsOf(input) });
  return { Group: describeGroup(pool.store.poolId, group) };
}

/** `UpdateGroup`; what it does not name stays. */
export function updateGroup(pool: Pool, input: Input): object {
  refuseOthers(input, keysOfGroup);
  const group = pool.store.putGroup({ ...namedGroup(pool, input), ...settingsOf(input) });
  return { Group: describeGroup(pool.store.poolId, group) };
}

const keysOfGroup = ['UserPoolId', 'GroupName', 'Description', 'Precedence', 'RoleArn'];
const rolePattern = /^arn:[\w+=/,.@-]+:iam:[\w+=/,.@-]*:[0-9]+:role\/[\w+=/,.@-]+$/;

function settingsOf(input: Input): Partial<Group> {
  const description = optionalString(input, 'Description');
  const precedence = optionalInteger(input, 'Precedence', 0, 2 ** 31 - 1);
  return {
    ...(description === undefined ? {} : { description }),
    ...(precedence === undefined ? {} : { precedence }),
    ...(input.RoleArn == null ? {} : { roleArn: requiredString(input, 'RoleArn', rolePattern) }),
  };
}

/** `GetGroup`. */
export function getGroup(pool: Pool, input: Input): object {
  return { Group: describeGroup(pool.store.poolId, namedGroup(pool, input)) };
}

/** `DeleteGroup`. */
export function deleteGroup(pool: Pool, input: Input): object {
  pool.store.deleteGroup(namedGroup(pool, input).name);
  return {};
}

/** `ListGroups`. */
export function listGroups(pool: Pool, input: Input): object {
  checkPool(pool, input);
  return listed(pool, input, pool.store.groups());
}

/** `ListUsersInGroup`. */
export function listUsersInGroup(pool: Pool, input: Input): object {
  const group = namedGroup(pool, input);
  const [users, next] = page(pool.store.usersIn(group.name), input, keys);
  return { Users: users.map((user) => describeUser(user, 'Attributes')), ...next };
}

/** `AdminAddUserToGroup`. */
export function adminAddUserToGroup(pool: Pool, input: Input): object {
  const user = namedUser(pool, input);
  pool.store.addToGroup(user.username, namedGroup(pool, input).name);
  return {};
}

/** `AdminRemoveUserFromGroup`. */
export function adminRemoveUserFromGroup(pool: Pool, input: Input): object {
  const user = namedUser(pool, input);
  pool.store.removeFromGroup(user.username, namedGroup(pool, input).name);
  return {};
}

/** `AdminListGroupsForUser`. */
export function adminListGroupsForUser(pool: Pool, input: Input): object {
  const names = pool.store.groupsOf(namedUser(pool, input).username);
  const groups = names.map((name) => pool.store.group(name)).filter((group) => group !== undefined);
  return listed(pool, input, groups);
}
