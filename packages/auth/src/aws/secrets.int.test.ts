import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { AdminSetUserPasswordCommand } from '@aws-sdk/client-cognito-identity-provider';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rotatePassword, secretOf, userPoolSource } from '../index.ts';
import { awsVault, secretsManagerStore } from '../node.ts';
import { administrator } from '../test-support/administer.ts';
import { startCountingProxy, type CountingProxy } from '../test-support/counting-proxy.ts';
import { startSecretsServer, type SecretsServer } from '../test-support/secrets-server.ts';
import { startTestBackend, type TestBackend } from '../test-support/test-backend.ts';

const region = 'eu-central-1';
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' };
let backend: TestBackend;
let cognito: CountingProxy;
let secrets: SecretsServer;
let client: SecretsManagerClient;
beforeAll(async () => {
  backend = await startTestBackend();
  cognito = await startCountingProxy(backend.local.url, () => backend.nowMs);
  secrets = await startSecretsServer();
  client = new SecretsManagerClient({ region, credentials, endpoint: secrets.endpoint });
});
afterAll(async () => {
  secrets.close();
  cognito.close();
  await backend.close();
});

async function makeSecret(SecretString: string): Promise<string> {
  const Name = `test/${randomUUID()}`;
  await client.send(new CreateSecretCommand({ Name, SecretString }));
  return Name;
}
const at = (secretId: string) => ({ secretId, region, credentials, endpoint: secrets.endpoint });

test('reads the password when signing in needs it, from JSON or plain text', async () => {
  const password = backend.passwordOf('ann');
  for (const text of [password, JSON.stringify({ username: 'ann', password })]) {
    const secret = secretOf(awsVault(at(await makeSecret(text))));
    const source = userPoolSource(backend.options('ann', { password: secret }));
    expect(await source.identity()).toMatchObject({ username: 'ann' });
  }
});

test('changes the password there and at the user pool, and keeps what else the secret holds', async () => {
  const secretId = await makeSecret(JSON.stringify({ username: 'bob', password: backend.passwordOf('bob') }));
  let nowMs = 0;
  const vault = awsVault({ ...at(secretId), now: () => (nowMs += 120_000) });
  await rotatePassword({ ...backend.options('bob'), vault });
  const { SecretString = '{}' } = await client.send(
    new GetSecretValueCommand({ SecretId: secretId, VersionStage: 'AWSCURRENT' }),
  );
  const kept = JSON.parse(SecretString) as { username: string; password: string };
  expect(kept.username).toBe('bob');
  expect(kept.password).not.toBe(backend.passwordOf('bob'));
  expect((await vault.read()).staged).toBeUndefined();
  await userPoolSource(backend.options('bob', { password: kept.password })).tokens();
  await rotatePassword({ ...backend.options('bob'), vault });
  await userPoolSource(backend.options('bob', { password: secretOf(vault) })).tokens();
});

test('of two rotations at once one is refused, and changes nothing', async () => {
  const password = backend.passwordOf('ann');
  const secretId = await makeSecret(password);
  const vault = () => awsVault(at(secretId));
  const rotate = () => rotatePassword({ ...backend.options('ann'), vault: vault() });
  const outcomes = await Promise.allSettled([rotate(), rotate()]);
  const refused = outcomes.filter(({ status }) => status === 'rejected');
  expect(refused).toMatchObject([{ reason: { code: 'store' } }]);
  const { current, staged } = await vault().read();
  expect([current === password, staged]).toEqual([false, undefined]);
  await userPoolSource(backend.options('ann', { password: current })).tokens();
  // The other tests have the first password.
  await administrator(backend.local).send(
    new AdminSetUserPasswordCommand({
      UserPoolId: backend.local.userPoolId,
      Username: 'ann',
      Password: password,
      Permanent: true,
    }),
  );
});

test('machines that share a secret sign in once', async () => {
  const secretId = await makeSecret('{}');
  cognito.actions.length = 0;
  const machines = Array.from({ length: 5 }, () => {
    const store = secretsManagerStore({ ...at(secretId), pollMs: 20 });
    return userPoolSource(backend.options('ann', { endpoint: cognito.endpoint, store }));
  });
  const all = await Promise.all(machines.map((machine) => machine.tokens()));
  expect(new Set(all.map(({ accessToken }) => accessToken)).size).toBe(1);
  expect(cognito.actions).toEqual(['USER_SRP_AUTH', 'RespondToAuthChallenge']);
  await machines[0]?.signOut();
  const { SecretString } = await client.send(
    new GetSecretValueCommand({ SecretId: secretId, VersionStage: 'AWSCURRENT' }),
  );
  expect(SecretString).toBe('{"version":1,"tokens":{}}');
});

test('who looked a moment too early does not wait for a lease that is done with', async () => {
  const secretId = await makeSecret('{}');
  const key = { userPoolId: 'p', clientId: 'c', username: 'u' };
  const tokens = { accessToken: 'a', idToken: 'i', issuedAt: 1, expiresAt: 2 };
  const machine = () => secretsManagerStore({ ...at(secretId), pollMs: 3_600_000, now: () => 0 });
  const [one, other] = [machine(), machine()];
  expect(await other.read(key)).toBeUndefined();
  await one.exclusively(key, () => one.write(key, tokens));
  expect(await other.exclusively(key, () => other.read(key))).toEqual(tokens);
});

test('a machine that died with the lease keeps the others waiting only until it ends', async () => {
  const secretId = await makeSecret('{}');
  let now = backend.nowMs;
  const store = () => secretsManagerStore({ ...at(secretId), pollMs: 5, now: () => (now += 1_000) });
  const key = { userPoolId: 'p', clientId: 'c', username: 'u' };
  void store().exclusively(key, () => new Promise<never>(() => undefined));
  expect(await store().exclusively(key, () => Promise.resolve('mine'))).toBe('mine');
});

test('a lease that begins at the end of one time lasts into the next', async () => {
  const secretId = await makeSecret('{}');
  const key = { userPoolId: 'p', clientId: 'c', username: 'u' };
  let done = false;
  const events: string[] = [];
  const [one, other] = [() => 19_999, () => (done ? 60_000 : 20_001)].map((now) =>
    secretsManagerStore({ ...at(secretId), pollMs: 5, now }),
  );
  secrets.actions.length = 0;
  let second: Promise<unknown> | undefined;
  await one?.exclusively(key, async () => {
    second = other?.exclusively(key, () => Promise.resolve(events.push('other')));
    await expect.poll(() => secrets.actions.length).toBeGreaterThan(8);
    events.push('one');
  });
  done = true;
  await second;
  expect(events).toEqual(['one', 'other']);
});

test.each(['aws', 'aws-cn', 'aws-us-gov'])(
  'an ARN says its region, whatever else does: %s',
  async (partition) => {
    const secretId = `arn:${partition}:secretsmanager:eu-north-1:123456789012:secret:batch-AbCdEf`;
    await client.send(new CreateSecretCommand({ Name: secretId, SecretString: 'the password' }));
    secrets.regions.length = 0;
    expect(await awsVault({ ...at(secretId), region: 'us-east-1' }).read()).toEqual({
      current: 'the password',
    });
    expect(new Set(secrets.regions)).toEqual(new Set(['eu-north-1']));
  },
);

test('a name without a region is refused at once', () => {
  expect(() => awsVault({ secretId: 'batch' })).toThrow('The option region is missing, and batch is no ARN');
});

test('AWS’s own rotation in progress is seen by its labels, and done with when they are on one version', async () => {
  const secretId = await makeSecret('old');
  const put = (SecretString: string, ...VersionStages: string[]) =>
    client.send(new PutSecretValueCommand({ SecretId: secretId, SecretString, VersionStages }));
  const { VersionId: next = '' } = await put('new', 'AWSPENDING');
  const vault = awsVault(at(secretId));
  expect(await vault.read()).toEqual({ current: 'old', staged: 'new' });
  const { VersionId: old = '' } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
  await client.send(
    new UpdateSecretVersionStageCommand({
      SecretId: secretId,
      VersionStage: 'AWSCURRENT',
      MoveToVersionId: next,
      RemoveFromVersionId: old,
    }),
  );
  expect(await vault.read()).toEqual({ current: 'new' });
});

test('a binary secret is refused by name', async () => {
  const Name = `test/${randomUUID()}`;
  await client.send(new CreateSecretCommand({ Name, SecretBinary: new Uint8Array([1, 2]) }));
  await expect(awsVault(at(Name)).read()).rejects.toMatchObject({
    code: 'not-configured',
    message: `Secret ${Name} is binary. Put a text in, or a JSON object.`,
  });
});

test.each([
  ['a secret that is not there', { secretId: 'nope' }, 'not-found'],
  ['no such key', { field: 'pass' }, 'not-configured'],
  ['no way there', { endpoint: 'http://127.0.0.1:1' }, 'network'],
] as const)('%s: one clear line without the secret', async (_, change, code) => {
  const secretId = await makeSecret('{"password":"not-to-be-seen"}');
  const error: unknown = await awsVault({ ...at(secretId), ...change })
    .read()
    .catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code, message: expect.stringMatching(/^[^\n]+\.$/) as string });
  expect(inspect(error, { depth: 10 })).not.toContain('not-to-be-seen');
});
