import type { WhoAmI } from '@postern/auth';

/** A user in half a sentence: the name, and the groups that decide what the rules allow. */
export function describeWho({ username, groups }: WhoAmI): string {
  if (groups.length === 0) return `${username} (in no group)`;
  return `${username} (${groups.length === 1 ? 'group' : 'groups'} ${groups.join(', ')})`;
}
