import { namedUser } from './admin-users.ts';
import { checkPool } from './app-client.ts';
import { CognitoException } from './exception.ts';
import { optionalString, requiredString, type Input } from './input.ts';
import type { Pool } from './pool.ts';
import type { Group } from './pool-store.ts';

function describe(pool: Pool, group: Group): object {
  return {
    GroupName: group.name,
    UserPoolId: pool.store.poolId,
    Description: group.description ?? undefined,
  };
}

function namedGroup(pool: Pool, input: Input): Group {
  checkPool(pool, input);
  const group = pool.store.group(requiredString(input, 'GroupName'));
  if (!group) throw new CognitoException('ResourceNotFoundException', 'Group not found.');
  return group;
}

/** `CreateGroup`. */
export function createGroup(pool: Pool, input: Input): object {
  checkPool(pool, input);
  const name = requiredString(input, 'GroupName');
  if (pool.store.group(name)) {
    throw new CognitoException('GroupExistsException', 'A group with the name already exists.');
  }
  const group = { name, description: optionalString(input, 'Description') ?? null };
  pool.store.addGroup(group);
  return { Group: describe(pool, group) };
}

/** `ListGroups`, all in one page. */
export function listGroups(pool: Pool, input: Input): object {
  checkPool(pool, input);
  return { Groups: pool.store.groups().map((group) => describe(pool, group)) };
}

/** `AdminAddUserToGroup`. */
export function adminAddUserToGroup(pool: Pool, input: Input): object {
  const group = namedGroup(pool, input);
  pool.store.addToGroup(namedUser(pool, input).username, group.name);
  return {};
}

/** `AdminRemoveUserFromGroup`. */
export function adminRemoveUserFromGroup(pool: Pool, input: Input): object {
  const group = namedGroup(pool, input);
  pool.store.removeFromGroup(namedUser(pool, input).username, group.name);
  return {};
}

/** `AdminListGroupsForUser`, all in one page. */
export function adminListGroupsForUser(pool: Pool, input: Input): object {
  const names = pool.store.groupsOf(namedUser(pool, input).username);
  const groups = names.map((name) => pool.store.group(name)).filter((group) => group !== undefined);
  return { Groups: groups.map((group) => describe(pool, group)) };
}
