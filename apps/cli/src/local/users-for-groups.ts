import type { LocalUser } from '@postern/local';

/** The users of a project that names none: one of each group of the schema, one of no group, one who is new. */
export async function usersForGroups(file: string, schema: string): Promise<LocalUser[]> {
  const { expand, staticGroups } = await import('@postern/schema');
  const groups = staticGroups(expand([{ name: file, body: schema }], { iamAccess: true }));
  return [
    ...groups.map((group) => ({ username: group.toLowerCase(), groups: [group] })),
    { username: 'nobody' },
    { username: 'newcomer', temporary: true },
  ];
}
