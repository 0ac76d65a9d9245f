import { relative } from 'node:path';
import type { Local } from '@postern/local';
import type { Style } from '../terminal.ts';
import type { Written } from './local-document.ts';
import type { LocalSetup } from './local-setup.ts';

type Paint = (style: Style, text: string) => string;
type Row = readonly [label: string, value: string];

/** The block that a person reads at the start of a local backend. */
export function describeLocal(
  local: Local,
  written: Written & { readonly setup: LocalSetup },
  paint: Paint,
): string {
  const { setup, dataFolder } = written;
  return [
    paint('bold', 'AppSync and Cognito are running on this machine. Ctrl-C stops them.'),
    '',
    ...table(rowsOf(local, written, paint)),
    '',
    paint('bold', 'Users'),
    ...people(local, setup, paint),
    '',
    paint('bold', 'Point to it'),
    ...table(pointers(local, written)),
    '',
    dataFolder === undefined
      ? 'Everything is in memory and gone at the end.'
      : `Everything is kept in ${dataFolder}.`,
    ...(setup.faults
      ? [`It goes wrong on purpose, in ${setup.faults.length} ${setup.faults.length === 1 ? 'way' : 'ways'}.`]
      : []),
    '',
  ].join('\n');
}

function rowsOf(
  local: Local,
  { authorityFile, setup }: Parameters<typeof describeLocal>[1],
  paint: Paint,
): Row[] {
  const { clients, roles } = local;
  return [
    ['GraphQL', paint('cyan', local.graphqlEndpoint)],
    ['Real time', paint('cyan', local.realtimeEndpoint)],
    ['Cognito', paint('cyan', local.cognitoEndpoint)],
    ['Region', local.region],
    ['User pool', local.userPoolId],
    ['Identity pool', local.identityPoolId],
    ['App client', clients.public.clientId],
    ['with secret', `${clients.confidential.clientId}  ${clients.confidential.clientSecret}`],
    ['API key', local.apiKey],
    ['IAM functions', `${roles.functions.accessKeyId}  ${roles.functions.secretAccessKey}`],
    ['IAM admin', `${roles.admin.accessKeyId}  ${roles.admin.secretAccessKey}`],
    ...(setup.callbackUrls ? [['Sign-in page', signInPage(local, setup.callbackUrls)] as const] : []),
    ...(authorityFile === undefined ? [] : [['TLS authority', relative('', authorityFile)] as const]),
  ];
}

function signInPage({ url, clients }: Local, [redirect = '']: readonly string[]): string {
  const query = { response_type: 'code', client_id: clients.public.clientId, redirect_uri: redirect };
  return `${url}/oauth2/authorize?${new URLSearchParams(query).toString()}`;
}

function people({ users }: Local, setup: LocalSetup, paint: Paint): string[] {
  const temporary = temporaryUsers(setup);
  const width = Math.max(0, ...users.map(({ username }) => username.length));
  return users.map(({ username, password, groups }) => {
    const belongs = groups.length > 0 ? groups.join(', ') : 'no group';
    const must = temporary.has(username) ? ', has to change the password' : '';
    return `  ${username.padEnd(width)}  ${paint('cyan', password)}  ${belongs}${must}`;
  });
}

// How each kind of client is told where it is, in the words that it understands.
function pointers(
  local: Local,
  { outputsFile, authorityFile, setup }: Parameters<typeof describeLocal>[1],
): Row[] {
  const temporary = temporaryUsers(setup);
  const someone = local.users.find(({ username }) => !temporary.has(username))?.username ?? 'NAME';
  const outputs = outputsFile === undefined ? undefined : relative('', outputsFile);
  const authority = authorityFile === undefined ? undefined : relative('', authorityFile);
  return [
    ...(outputs === undefined
      ? []
      : [
          [
            'postern',
            `in another terminal, postern login --username ${someone} just works: ${outputs} is written`,
          ] as const,
          ['Amplify', `Amplify.configure(outputs), with ${outputs} as it is`] as const,
        ]),
    // AWS CLI before 2.13 takes no notice of AWS_ENDPOINT_URL and would ask AWS itself.
    ['AWS CLI', `aws --endpoint-url ${local.url} --region ${local.region} cognito-idp …`],
    [
      'https:, wss:',
      authority === undefined
        ? 'the same port; --ca FILE or --data FOLDER keeps the authority to trust'
        : `the same port, with NODE_EXTRA_CA_CERTS=${authority}`,
    ],
  ];
}

function temporaryUsers({ users }: LocalSetup): ReadonlySet<string> {
  return new Set(users.filter(({ temporary }) => temporary).map(({ username }) => username));
}

function table(rows: readonly Row[]): string[] {
  return rows.map(([label, value]) => `  ${label.padEnd(13)}  ${value}`);
}
