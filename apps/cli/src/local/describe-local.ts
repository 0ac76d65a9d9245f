import { relative } from 'node:path';
import type { Local } from '@postern/local';
import type { Style } from '../terminal.ts';
import type { Written } from './local-document.ts';

/** The block that a person reads at the start of a local backend. */
export function describeLocal(
  local: Local,
  { outputsFile, dataFolder, temporary }: Written & { readonly temporary: readonly string[] },
  paint: (style: Style, text: string) => string,
): string {
  const { clients, roles, users } = local;
  const width = Math.max(0, ...users.map(({ username }) => username.length));
  const people = users.map(({ username, password, groups }) => {
    const belongs = groups.length > 0 ? groups.join(', ') : 'no group';
    const must = temporary.includes(username) ? ', has to change the password' : '';
    return `  ${username.padEnd(width)}  ${paint('cyan', password)}  ${belongs}${must}`;
  });
  const rows: [string, string][] = [
    ['GraphQL', paint('cyan', local.graphqlEndpoint)],
    ['Cognito', paint('cyan', local.cognitoEndpoint)],
    ['Region', local.region],
    ['User pool', local.userPoolId],
    ['App client', clients.public.clientId],
    ['with secret', `${clients.confidential.clientId}  ${clients.confidential.clientSecret}`],
    ['API key', local.apiKey],
    ['IAM functions', `${roles.functions.accessKeyId}  ${roles.functions.secretAccessKey}`],
    ['IAM admin', `${roles.admin.accessKeyId}  ${roles.admin.secretAccessKey}`],
  ];
  const someone = users.find(({ username }) => !temporary.includes(username))?.username ?? 'NAME';
  return [
    paint('bold', 'AppSync and Cognito are running on this machine. Ctrl-C stops them.'),
    '',
    ...rows.map(([label, value]) => `  ${label.padEnd(13)}  ${value}`),
    '',
    paint('bold', 'Users'),
    ...people,
    '',
    dataFolder === undefined
      ? 'Everything is in memory and gone at the end.'
      : `Everything is kept in ${dataFolder}.`,
    ...(outputsFile === undefined
      ? []
      : [
          `${relative('', outputsFile)} is written: in another terminal, postern login --username ${someone} just works.`,
        ]),
    '',
  ].join('\n');
}
