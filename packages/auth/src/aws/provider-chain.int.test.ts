import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { startLocal, type Local } from '@postern/local';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { iamSource, type AwsIdentity } from '../index.ts';
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

async function listNotes(credentials: () => Promise<AwsIdentity>): Promise<number> {
  const { region, graphqlEndpoint: url } = local;
  const body = JSON.stringify({ query: '{ listNotes { items { id } } }' });
  const headers = await iamSource({ region, credentials }).headers({ url, method: 'POST', body });
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
