import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { inspect } from 'node:util';
import { startLocal, type Local } from '@postern/local';
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { iamSource, identityPoolCredentials, type AwsIdentity, type CredentialSource } from '../index.ts';
import { assumedRole, awsChain } from '../node.ts';

let local: Local;
let folder: string;
beforeAll(async () => {
  local = await startLocal({ schema: 'type Note @model { id: ID! text: String }' });
  folder = mkdtempSync(join(tmpdir(), 'postern-chain-'));
});
afterAll(async () => {
  await local.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  // Nobody's own credentials, and nothing of the machine that this runs on.
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE']) {
    vi.stubEnv(name, undefined);
  }
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'));
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
  writeFileSync(join(folder, 'config'), '');
  writeFileSync(join(folder, 'credentials'), '');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const listNotes = (credentials: () => Promise<AwsIdentity>): Promise<number> =>
  listNotesAs(iamSource({ region: local.region, credentials }));

async function listNotesAs(source: CredentialSource): Promise<number> {
  const { graphqlEndpoint: url } = local;
  const body = JSON.stringify({ query: '{ listNotes { items { id } } }' });
  const headers = await source.headers({ url, method: 'POST', body });
  const sent = { ...headers, 'content-type': 'application/json' };
  return (await fetch(url, { method: 'POST', headers: sent, body })).status;
}

test('takes the credentials of the environment', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', local.roles.admin.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', local.roles.admin.secretAccessKey);
  vi.stubEnv('AWS_SESSION_TOKEN', local.roles.admin.sessionToken);
  expect(await listNotes(awsChain())).toBe(200);
});

test('takes those of a profile', async () => {
  const { accessKeyId, secretAccessKey, sessionToken } = local.roles.admin;
  const token = sessionToken === undefined ? '' : `aws_session_token = ${sessionToken}\n`;
  const profile = `[night]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n${token}`;
  writeFileSync(join(folder, 'credentials'), profile);
  expect(await listNotes(awsChain({ profile: 'night' }))).toBe(200);
});

// A server on this machine that answers everything alike, and remembers what it was asked.
async function answering(type: string, answer: string) {
  const heard: { authorization: string; body: URLSearchParams }[] = [];
  const server = createServer((incoming, response) => {
    void text(incoming).then((body) => {
      const { authorization = '' } = incoming.headers;
      heard.push({ authorization, body: new URLSearchParams(body) });
      response.writeHead(200, { 'content-type': type }).end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { heard, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();

test('takes those of a container, with its token, once for any number of callers', async () => {
  const { region, identityPoolId, cognitoEndpoint: endpoint } = local;
  const guest = await identityPoolCredentials({ region, identityPoolId, endpoint })();
  const { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: Token } = guest;
  const answer = { AccessKeyId, SecretAccessKey, Token, Expiration: inAnHour() };
  const { heard, url } = await answering('application/json', JSON.stringify(answer));
  vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `${url}/credentials`);
  vi.stubEnv('AWS_CONTAINER_AUTHORIZATION_TOKEN', 'a-token-of-the-container');
  const source = iamSource({ region, credentials: awsChain() });
  expect(await Promise.all([1, 2, 3].map(() => listNotesAs(source)))).toEqual([200, 200, 200]);
  expect(heard.map(({ authorization }) => authorization)).toEqual(['a-token-of-the-container']);
});

test('takes those that a program prints', async () => {
  const { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken } = local.roles.admin;
  const Session = sessionToken === undefined ? {} : { SessionToken: sessionToken };
  const printed = JSON.stringify({ Version: 1, AccessKeyId, SecretAccessKey, ...Session });
  writeFileSync(join(folder, 'printed'), printed);
  // The SDK reads a file once.
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'another config'));
  const profile = `[profile vault]\ncredential_process = cat ${join(folder, 'printed')}\n`;
  writeFileSync(join(folder, 'another config'), profile);
  expect(await listNotes(awsChain({ profile: 'vault' }))).toBe(200);
});

// What STS is asked, and by whom; what it answers is in assumed-role.int.test.ts.
test('an assumed role is asked for by whom it should be, and signs from then on', async () => {
  const { accessKeyId, secretAccessKey, sessionToken = '' } = local.roles.admin;
  const credentials = `<Credentials><AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>${secretAccessKey}</SecretAccessKey><SessionToken>${sessionToken}</SessionToken><Expiration>${inAnHour()}</Expiration></Credentials>`;
  const result = `<AssumeRoleResult>${credentials}</AssumeRoleResult>`;
  const { heard, url } = await answering('text/xml', `<AssumeRoleResponse>${result}</AssumeRoleResponse>`);
  const roleArn = 'arn:aws:iam::123456789012:role/batch';
  const role = assumedRole({
    ...{ roleArn, region: local.region, endpoint: url, sessionName: 'nightly' },
    ...{ externalId: 'ours', durationSeconds: 900 },
    credentials: () => Promise.resolve({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' }),
  });
  const source = iamSource({ region: local.region, credentials: role });
  const statuses = await Promise.all([1, 2, 3].map(() => listNotesAs(source)));
  expect(statuses).toEqual([200, 200, 200]);
  expect(heard).toHaveLength(1);
  const [{ authorization, body } = { authorization: '', body: new URLSearchParams() }] = heard;
  expect(authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/us-east-1\/sts\//);
  expect(Object.fromEntries(body)).toMatchObject({
    ...{ Action: 'AssumeRole', RoleArn: roleArn, RoleSessionName: 'nightly' },
    ...{ ExternalId: 'ours', DurationSeconds: '900' },
  });
});

test('says what to do where there are none', async () => {
  const error: unknown = await listNotes(awsChain({ profile: 'nope' })).catch((caught: unknown) => caught);
  expect(error).toMatchObject({
    code: 'not-allowed',
    message: expect.stringContaining('profile nope') as string,
  });
});

test('says which role cannot be taken on, without the key of who tried', async () => {
  const role = assumedRole({
    roleArn: 'arn:aws:iam::000000000000:role/batch',
    region: local.region,
    endpoint: 'http://127.0.0.1:1',
    credentials: () => Promise.resolve({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-to-be-seen' }),
  });
  const error: unknown = await role().catch((caught: unknown) => caught);
  expect(error).toMatchObject({
    code: 'not-allowed',
    message: expect.stringContaining('role/batch') as string,
  });
  expect(inspect(error, { depth: 10 })).not.toContain('not-to-be-seen');
});
