import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { join } from 'node:path';
import { assumedRole } from '@postern/auth/node';
import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import { signIn } from 'aws-amplify/auth';
import { expect, test } from 'vitest';
import { postern, temporaryFolder } from '../test-support/postern.ts';
import { runningLocal } from '../test-support/running-local.ts';

const schema = join(import.meta.dirname, '../../../../graphql/schema.graphql');
type Outputs = Parameters<typeof Amplify.configure>[0] & {
  readonly auth: object;
  readonly custom: { readonly certificate_authority_file?: string };
};
const outputsIn = async (folder: string) =>
  JSON.parse(await readFile(join(folder, 'amplify_outputs.json'), 'utf8')) as Outputs;

test('Amplify takes the amplify_outputs.json as it is', async () => {
  await using folder = await temporaryFolder();
  await using local = await runningLocal(folder.path);
  Amplify.configure(await outputsIn(folder.path));
  await signIn({ username: 'admin', password: local.passwordOf('admin') });
  const { data } = await (generateClient().graphql({
    query: '{ listItems { items { id } } }',
  }) as Promise<{ data: unknown }>);
  expect(data).toEqual({ listItems: { items: [] } });
});

test.each([
  [['--ca', 'mine.pem'], 'mine.pem'],
  [['--data', 'data'], 'data/ca.pem'],
])('with %j the certificate authority is in a file, and the server known by it', async (flags, file) => {
  await using folder = await temporaryFolder();
  await using local = await runningLocal(folder.path, ...flags);
  const { url, userPoolId, certificateAuthorityFile } = local.document;
  expect(certificateAuthorityFile).toBe(join(folder.path, file));
  expect((await outputsIn(folder.path)).custom.certificate_authority_file).toBe(certificateAuthorityFile);
  const keys = `${url.replace('http:', 'https:')}/${userPoolId}/.well-known/jwks.json`;
  const [response] = (await once(get(keys, { ca: await readFile(join(folder.path, file)) }), 'response')) as [
    { statusCode: number; resume(): void },
  ];
  expect(response.statusCode).toBe(200);
  response.resume();
});

test('goes wrong as it is told to', async () => {
  await using folder = await temporaryFolder();
  await using local = await runningLocal(folder.path, '--fault', 'error=503@appsync', '--fault', 'delay=1');
  const { graphqlEndpoint, url, userPoolId } = local.document;
  const response = await fetch(graphqlEndpoint, { method: 'POST', body: '{}' });
  expect(response.status).toBe(503);
  expect((await fetch(`${url}/${userPoolId}/.well-known/jwks.json`)).status).toBe(200);
});

test('has a clock that is wrong by as much as it is told', async () => {
  await using folder = await temporaryFolder();
  await using local = await runningLocal(folder.path, '--no-outputs', '--clock-skew=-86400');
  const { headers } = await fetch(local.document.url);
  const behindMs = Date.now() - Date.parse(headers.get('date') ?? '');
  expect(Math.round(behindMs / 3_600_000)).toBe(24);
});

test('takes region, sign-in page, guests and introspection from flags before postern.config.json', async () => {
  await using folder = await temporaryFolder();
  const local = { region: 'eu-west-1', guests: true, callbackUrls: ['http://localhost:1/'] };
  await writeFile(join(folder.path, 'postern.config.json'), JSON.stringify({ local }));
  const flags = ['--callback-url', 'http://localhost:2/', '--no-guests', '--no-introspection'];
  await using running = await runningLocal(folder.path, ...flags);
  const { region, apiKey, graphqlEndpoint } = running.document;
  expect(region).toBe('eu-west-1');
  expect((await outputsIn(folder.path)).auth).toMatchObject({
    unauthenticated_identities_enabled: false,
    oauth: { redirect_sign_in_uri: ['http://localhost:2/'] },
  });
  const response = await fetch(graphqlEndpoint, {
    method: 'POST',
    headers: { 'x-api-key': apiKey },
    body: JSON.stringify({ query: '{ __schema { queryType { name } } }' }),
  });
  expect(await response.text()).toContain('Validation error of type FieldUndefined');
});

test('takes IAM roles and the role mapping of postern.config.json', async () => {
  await using folder = await temporaryFolder();
  const local = {
    iamRoles: { reader: { fields: ['Query.*'], administersUsers: false, trusts: ['callers'] } },
    roleMapping: { ambiguous: 'deny' },
  };
  await writeFile(join(folder.path, 'postern.config.json'), JSON.stringify({ local }));
  await using running = await runningLocal(folder.path, '--no-outputs');
  const { url, region, roles } = running.document;
  const reader = assumedRole({
    region,
    endpoint: url,
    roleArn: 'arn:aws:iam::000000000000:role/reader',
    sessionName: 'test',
    credentials: () => Promise.resolve(roles.admin),
  });
  expect(await reader()).toMatchObject({ sessionToken: expect.any(String) as string });
});

test.each([
  [['--fault', 'throtle'], '--fault: There is no fault "throtle": there are throttle, error, '],
  [['--fault', 'reset:7'], '--fault: A rate is a share from 0 to 1, or from 0% to 100%, not "7".'],
  [['--callback-url', 'localhost'], '--callback-url takes a whole URL, not "localhost".'],
  [['--clock-skew', '1h'], '--clock-skew takes a whole number of seconds, not "1h".'],
  [['--ca', 'no/such.pem'], 'Cannot write no/such.pem: there is no such file or folder.'],
])('%j is wrong usage', async (flags, message) => {
  await using folder = await temporaryFolder();
  const ended = await postern(['local', '--schema', schema, ...flags], { folder: folder.path });
  expect(ended).toMatchObject({ exitCode: 2, stdout: '' });
  expect(ended.stderr).toContain(`postern: ${message}`);
  expect(ended.stderr.trimEnd()).not.toContain('\n');
});

test.each([
  [{ guest: true }, 'there is no "local.guest". Did you mean guests?'],
  [{ guests: 1 }, '"local.guests" has to be true or false.'],
  [{ users: ['ann'] }, '"local.users" has to be a list of { "username", "groups"?, "temporary"? }.'],
  [{ callbackUrls: ['x'] }, '"local.callbackUrls" has to be a list of URLs.'],
  [
    { iamRoles: { good: {}, reader: { field: ['Query.getItem'] } } },
    '"local.iamRoles" has to be an object whose values are { "fields"?, "administersUsers"?, "trusts"?: callers, users, guests }; "reader" is not.',
  ],
  [{ iamRoles: { reader: { trusts: ['everybody'] } } }, '"reader" is not.'],
  [{ iamRoles: ['reader'] }, '"local.iamRoles" has to be an object'],
  [{ iamRoles: { reader: { fields: ['Query.nothing'] } } }, 'no root field Query.nothing'],
  [{ iamRoles: { admin: {} } }, 'A role cannot be called admin'],
  [
    { roleMapping: { ambiguous: 'Deny' } },
    '"local.roleMapping" has to be { "ambiguous": "authenticated" } or { "ambiguous": "deny" }.',
  ],
  [{ queryDepthLimit: 76 }, 'queryDepthLimit'],
  [{ appIdClientRegex: '(' }, 'appIdClientRegex'],
])('says what is wrong with "local": %j', async (local, message) => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, 'postern.config.json'), JSON.stringify({ schema, local }));
  const ended = await postern(['local'], { folder: folder.path });
  expect(ended).toMatchObject({ exitCode: 2, stdout: '' });
  expect(ended.stderr).toContain(message);
  expect(ended.stderr.trimEnd()).not.toContain('\n');
});
