import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../appsync/test-support/test-api.ts';

let api: TestApi;
let folder: string;

beforeAll(async () => {
  api = await startTestApi({ users: [{ username: 'ann' }, { username: 'admin', groups: ['Admin'] }] });
  folder = mkdtempSync(join(tmpdir(), 'postern-amplify-'));
  writeFileSync(join(folder, 'ca.pem'), await api.local.certificateAuthority());
});
afterAll(async () => {
  await api.local.close();
  rmSync(folder, { recursive: true, force: true });
});

// Node reads the authorities that it trusts at its start: Amplify runs in a process of its own.
test('aws-amplify signs in by SRP, subscribes over wss and hears of its mutation', async () => {
  const { local } = api;
  const [user] = local.users;
  const script = join(import.meta.dirname, 'test-support/amplify.ts');
  const settings = JSON.stringify({
    endpoint: local.graphqlEndpoint,
    cognito: local.cognitoEndpoint,
    region: local.region,
    userPoolId: local.userPoolId,
    userPoolClientId: local.clients.public.clientId,
    username: user?.username,
    password: user?.password,
  });
  const { stdout } = await promisify(execFile)(process.execPath, [script], {
    env: {
      ...process.env,
      NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
      POSTERN_TEST_SETTINGS: settings,
    },
  });
  expect(JSON.parse(stdout)).toEqual({
    heard: { id: expect.any(String) as string, name: 'from amplify', owner: 'ann' },
    refused: expect.stringContaining(
      'Not Authorized to access onCreateBatchOperation on type Subscription',
    ) as string,
  });
});
