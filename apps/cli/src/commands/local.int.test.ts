import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ended, postern, start, temporaryFolder } from '../test-support/postern.ts';
import { runningLocal } from '../test-support/running-local.ts';

const schema = join(import.meta.dirname, '../../../../graphql/schema.graphql');

test('prints one JSON document, writes amplify_outputs.json, answers, and stops cleanly at SIGTERM', async () => {
  await using folder = await temporaryFolder();
  await using local = await runningLocal(folder.path);
  const { url, graphqlEndpoint, userPoolId, outputsFile } = local.document;
  const outputs = JSON.parse(await readFile(join(folder.path, 'amplify_outputs.json'), 'utf8')) as object;
  expect(outputs).toMatchObject({ auth: { user_pool_id: userPoolId }, data: { url: graphqlEndpoint } });
  expect(outputsFile).toBe(join(folder.path, 'amplify_outputs.json'));
  expect((await fetch(`${url}/${userPoolId}/.well-known/jwks.json`)).status).toBe(200);

  local.child.kill('SIGTERM');
  expect(await once(local.child, 'exit')).toEqual([0, null]);
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});

test('has a user for each group of the schema, one without, and one who has to change the password', async () => {
  await using folder = await temporaryFolder();
  await using local = await runningLocal(folder.path, '--no-outputs');
  expect(local.document.users).toMatchObject([
    { username: 'admin', groups: ['Admin'] },
    { username: 'batchprocessor', groups: ['BatchProcessor'] },
    { username: 'nobody', groups: [] },
    { username: 'newcomer', groups: [] },
  ]);
  expect(local.document.outputsFile).toBeNull();
});

test('takes schema, functions and users from the nearest postern.config.json', async () => {
  await using folder = await temporaryFolder();
  const local = { users: [{ username: 'ann', groups: ['Editors'] }] };
  await writeFile(join(folder.path, 'postern.config.json'), JSON.stringify({ schema: 'my.graphql', local }));
  await writeFile(
    join(folder.path, 'my.graphql'),
    'type Note @model @auth(rules: [{ allow: owner }]) { id: ID! }',
  );
  const child = start(['local'], { folder: folder.path });
  child.stdout?.once('data', () => child.kill('SIGINT'));
  const { exitCode, stdout, stderr } = await ended(child);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toMatch(/Users\n {2}ann {2}\S{16,} {2}Editors\n/);
  expect(stdout).toContain('amplify_outputs.json is written');
  // Not AWS_ENDPOINT_URL alone, of which older AWS CLIs take no notice.
  expect(stdout).toMatch(
    / {2}aws --endpoint-url http:\/\/127\.0\.0\.1:\d+ --region us-east-1 cognito-idp …\n/,
  );
});

test('takes a folder of .graphql files as one schema, and tells of a mistake in the file that has it', async () => {
  await using folder = await temporaryFolder();
  await mkdir(join(folder.path, 'schema'));
  const write = (name: string, text: string) => writeFile(join(folder.path, 'schema', name), text);
  await write(
    'book.graphql',
    'type Book @model @auth(rules: [{ allow: groups, groups: ["Reader"] }]) { id: ID! }',
  );
  await write(
    'page.graphql',
    'type Page @model @auth(rules: [{ allow: groups, groups: ["Author"] }]) { id: ID! }',
  );
  const child = start(['local', '--schema', 'schema', '--no-outputs'], { folder: folder.path });
  child.stdout?.once('data', () => child.kill('SIGINT'));
  const { stdout } = await ended(child);
  expect(stdout).toMatch(/Users\n {2}author .*\n {2}reader /);
  await write('page.graphql', '\ntype Page @modle { id: ID! }');
  const { exitCode, stderr } = await postern(['local', '--schema', 'schema'], { folder: folder.path });
  expect(exitCode).toBe(1);
  expect(stderr).toContain('schema/page.graphql:2:11');
});

test('prints the codes that Cognito would send', async () => {
  await using folder = await temporaryFolder();
  await using local = await runningLocal(folder.path, '--no-outputs');
  const { cognitoEndpoint, clients } = local.document;
  const line = once(local.child.stderr!.setEncoding('utf8'), 'data');
  await fetch(cognitoEndpoint, {
    method: 'POST',
    headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.SignUp' },
    body: JSON.stringify({
      ClientId: clients.public.clientId,
      Username: 'eve',
      Password: `aA1!${randomUUID()}`,
      UserAttributes: [{ Name: 'email', Value: 'eve@example.com' }],
    }),
  });
  expect(String(await line)).toMatch(/^Code for eve \(sign-up, to eve@example\.com\): \d{6}\n$/);
});

test('keeps the passwords in the data folder, where only its owner reads them', async () => {
  await using folder = await temporaryFolder();
  const passwords = async (): Promise<string> => {
    await using local = await runningLocal(folder.path, '--data', 'data');
    return local.passwordOf('admin');
  };
  expect(await passwords()).toBe(await passwords());
  expect((await stat(join(folder.path, 'data/secrets.json'))).mode & 0o077).toBe(0);
});

test.each([
  [['--schema', schema, '--port', 'x'], '--port is a number from 0 to 65535, not "x".'],
  [[], 'There is no schema: name one with --schema FILE, or as "schema" in postern.config.json.'],
  [['--schema', 'no.graphql'], 'Cannot read no.graphql: there is no such file or folder.'],
  [['--schema', schema, '--functions', '/no.ts'], 'There is no functions module /no.ts.'],
])('%j is wrong usage', async (flags, message) => {
  await using folder = await temporaryFolder();
  expect(await postern(['local', ...flags], { folder: folder.path })).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: `postern: ${message}\n`,
  });
});

test('a taken port is one line that says what to do', async () => {
  await using folder = await temporaryFolder();
  await using local = await runningLocal(folder.path);
  const { port } = new URL(local.document.url);
  expect(await postern(['local', '--schema', schema, '--port', port], { folder: folder.path })).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: `postern: Port ${port} is taken. Choose another with --port, or leave it out for any free one.\n`,
  });
});

test('never overwrites the amplify_outputs.json of a deployed backend', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'amplify_outputs.json');
  const deployed = '{"data":{"url":"https://abc.appsync-api.eu-west-1.amazonaws.com/graphql"}}';
  await writeFile(file, deployed);
  const { exitCode, stderr } = await postern(['local', '--schema', schema], { folder: folder.path });
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(
    /^postern: amplify_outputs.json here belongs to https:.*--outputs FILE.*--no-outputs\.\n$/,
  );
  expect(await readFile(file, 'utf8')).toBe(deployed);
});
