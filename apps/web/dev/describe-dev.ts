import type { LocalUser } from '@postern/local';
import type { Dev } from './start-dev.ts';

/** The block that a person reads when page and backend are up. */
export function describeDev(
  { pageUrl, local }: Dev,
  users: readonly LocalUser[],
  dataFolder: string | undefined,
): string {
  const isTemporary = (name: string): boolean =>
    users.some(({ username, temporary }) => username === name && temporary === true);
  const width = Math.max(...local.users.map(({ username }) => username.length));
  const people = local.users.map(({ username, password, groups }) => {
    const belongs = groups.length > 0 ? groups.join(', ') : 'no group';
    const must = isTemporary(username) ? ', has to choose a new password' : '';
    return `  ${username.padEnd(width)}  ${password}  ${belongs}${must}`;
  });
  return [
    '',
    `  Page     ${pageUrl}`,
    `  GraphQL  ${local.graphqlEndpoint}`,
    `  Cognito  ${local.cognitoEndpoint}`,
    '',
    'Sign in as',
    ...people,
    '',
    dataFolder === undefined
      ? 'Everything is in memory and gone at the end; --data FOLDER keeps it. Ctrl-C stops both.'
      : `Everything is kept in ${dataFolder}. Ctrl-C stops both.`,
    '',
  ].join('\n');
}
