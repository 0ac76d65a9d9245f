import type { Group } from './entities.ts';
import type { Pool } from './pool.ts';

/** The roles that a user's groups bring, and the one that counts most, if any does. */
export interface GroupRoles {
  readonly roles: readonly string[];
  readonly preferred: string | undefined;
}

/**
 * The roles of groups: that of the group with the lowest precedence is preferred, unless several share it with other roles.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html
 */
export function rolesOf({ store }: Pool, groups: readonly string[]): GroupRoles {
  const found = groups.map((name) => store.group(name)).filter((group) => hasRole(group));
  const least = Math.min(...found.map(rank));
  const best = new Set(found.filter((group) => rank(group) === least).map(({ roleArn }) => roleArn));
  const [preferred] = best.size === 1 ? best : [];
  return { roles: [...new Set(found.map(({ roleArn }) => roleArn))], preferred };
}

/** The claims of an ID token that say so. */
export function roleClaims({ roles, preferred }: GroupRoles): Record<string, unknown> {
  return {
    ...(roles.length > 0 ? { 'cognito:roles': roles } : {}),
    ...(preferred === undefined ? {} : { 'cognito:preferred_role': preferred }),
  };
}

function hasRole(group: Group | undefined): group is Group & { readonly roleArn: string } {
  return typeof group?.roleArn === 'string';
}

// Without a precedence a group counts least.
function rank({ precedence }: Group): number {
  return precedence ?? Number.MAX_SAFE_INTEGER;
}
