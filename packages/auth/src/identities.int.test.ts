import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { startLocal } from '@postern/local/test-kit';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { explain, iamSource, memoryStore, readToken, tokenSource, userPoolSource } from './index.ts';
import { fileStore, secretsManagerStore } from './node.ts';
import { startCountingProxy, type CountingProxy } from './test-support/counting-proxy.ts';
import { startSecretsServer, type SecretsServer } from './test-support/secrets-server.ts';
import { startTestBackend, type TestBackend } from './test-support/test-backend.ts';

const request = { url: '', method: 'POST', body: '' };
let backend: TestBackend;
let cognito: CountingProxy;
let secrets: SecretsServer;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'postern-identities-'));
  secrets = await startSecretsServer();
  backend = await startTestBackend();
  cognito = await startCountingProxy(backend.local.url, () => backend.nowMs);
});
afterAll(async () => {
  cognito.close();
  secrets.close();
  await backend.close();
  rmSync(folder, { recursive: true });
});
const secret = async () => {
  const secretId = `test/${randomUUID()}`;
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' };
  const at = { region: 'eu-central-1', credentials, endpoint: secrets.endpoint };
  await new SecretsManagerClient(at).send(new CreateSecretCommand({ Name: secretId, SecretString: '{}' }));
  return { secretId, ...at };
};

test('identities that share a process and a store never get each other’s tokens', async () => {
  const store = memoryStore();
  const { clients } = backend.local;
  const people = ['ann', 'bob'].flatMap((username) =>
    [clients.public, clients.confidential].map((client) => ({
      username,
      clientId: client.clientId,
      source: userPoolSource(backend.options(username, { store, ...client })),
    })),
  );
  const check = async (rejectedToo: boolean): Promise<void> => {
    const calls = people.flatMap((person) => Array.from({ length: 5 }, () => person));
    await Promise.all(
      calls.map(async ({ username, clientId, source }, index) => {
        const { authorization = '' } = await source.headers(request);
        expect(explain(authorization)).toMatchObject({ username, clientId });
        // Some have just been refused, so that renewals of all four run into each other.
        if (!rejectedToo || index % 5 !== 0) return;
        const fresh = await source.headers({ ...request, rejected: { authorization } });
        expect(explain(fresh.authorization ?? '')).toMatchObject({ username, clientId });
      }),
    );
  };
  await check(false);
  await check(true);
  backend.nowMs += 60 * 60_000;
  await check(true);
});

test.each([
  ['memory', () => memoryStore()],
  ['files', () => fileStore(folder)],
  ['Secrets Manager', () => secret().then((at) => secretsManagerStore({ ...at, pollMs: 5 }))],
])('the same user name in two user pools of two regions, in one store of %s', async (_, makeStore) => {
  const europe = await startLocal({ schema: 'type Note @model { id: ID! }', region: 'eu-west-1' });
  const america = await startLocal({ schema: 'type Note @model { id: ID! }', region: 'us-west-2' });
  onTestFinished(async () => {
    await Promise.all([europe.close(), america.close()]);
  });
  const store = await makeStore();
  const people = await Promise.all(
    [europe, america].map(async (local) => {
      const { username, password } = await local.asUser({ username: 'ann' });
      const { region, userPoolId, cognitoEndpoint: endpoint, clients } = local;
      const options = { region, userPoolId, endpoint, ...clients.public, username };
      return { userPoolId, options, source: userPoolSource({ ...options, password, store }) };
    }),
  );
  const said = await Promise.all(
    people.map(async ({ source }) => (await source.headers(request)).authorization),
  );
  for (const [index, { userPoolId, options, source }] of people.entries()) {
    expect(explain(said[index] ?? '')).toMatchObject({ username: 'ann', userPoolId });
    // The next process has its own again, and a token of the other's that was refused is none of its business.
    const next = userPoolSource({ ...options, store });
    expect((await next.headers(request)).authorization).toBe(said[index]);
    const rejected = { authorization: said[1 - index] ?? '' };
    expect((await source.headers({ ...request, rejected })).authorization).toBe(said[index]);
  }
  // One who leaves does not take the other along.
  await people[0]?.source.signOut();
  const [, { options } = people[0]!] = people;
  expect((await userPoolSource({ ...options, store }).headers(request)).authorization).toBe(said[1]);
});

test.each([
  ['memory', () => memoryStore()],
  ['files', () => fileStore(folder)],
])('keys that look alike are not, in %s', async (_, makeStore) => {
  const store = makeStore();
  const key = { userPoolId: 'eu-west-1_A', clientId: 'c', username: 'ann' };
  const alike = [
    key,
    { ...key, userPoolId: 'eu-west-2_A' },
    { ...key, username: 'Ann' },
    { ...key, username: 'a","nn' },
    { ...key, clientId: 'c","ann', username: '' },
    { ...key, username: '../ann' },
    { ...key, username: '__proto__' },
  ];
  const tokens = (accessToken: string) => ({ accessToken, idToken: 'i', issuedAt: 1, expiresAt: 2 });
  for (const [index, one] of alike.entries()) {
    await store.exclusively(one, () => store.write(one, tokens(`token ${index}`)));
  }
  for (const [index, one] of alike.entries())
    expect((await store.read(one))?.accessToken).toBe(`token ${index}`);
});

test.each([-60, 60])('a clock that is %s minutes off changes nothing', async (minutes) => {
  const now = (): number => backend.nowMs + minutes * 60_000;
  const source = userPoolSource(backend.options('ann', { endpoint: cognito.endpoint, now }));
  cognito.actions.length = 0;
  const first = await source.headers(request);
  expect(await source.headers(request)).toEqual(first);
  backend.nowMs += 58 * 60_000;
  expect(await source.headers(request)).toEqual(first);
  backend.nowMs += 90_000;
  expect(await source.headers(request)).not.toEqual(first);
  expect(cognito.actions).toEqual(['USER_SRP_AUTH', 'RespondToAuthChallenge', 'REFRESH_TOKEN_AUTH']);
});

test('who stops waiting does not stop the others', async () => {
  const source = userPoolSource(backend.options('bob'));
  const stop = new AbortController();
  const impatient = source.headers({ ...request, signal: stop.signal });
  const patient = source.headers(request);
  stop.abort(new Error('no time'));
  await expect(impatient).rejects.toThrow('no time');
  expect(readToken((await patient).authorization ?? '')).toMatchObject({ username: 'bob' });
});

test('who has stopped before it begins sends nothing, and leaves no error behind that nobody hears', async () => {
  const wrong = backend.options('bob', { endpoint: cognito.endpoint, password: 'Wrong-Passw0rd' });
  const signal = AbortSignal.abort(new Error('no time'));
  const sources = [
    userPoolSource(wrong),
    tokenSource({ token: () => Promise.reject(new Error('not to be asked')) }),
    iamSource({ region: 'us-east-1', credentials: () => Promise.reject(new Error('not to be asked')) }),
  ];
  cognito.actions.length = 0;
  for (const source of sources) {
    await expect(source.headers({ ...request, signal })).rejects.toThrow('no time');
  }
  // An error that nobody waits for would end the process by now.
  await new Promise(setImmediate);
  expect(cognito.actions).toEqual([]);
});

test('who stops waiting for AWS credentials, or for a token from elsewhere, is let go at once', async () => {
  const never = (): Promise<never> => new Promise(() => undefined);
  for (const source of [
    tokenSource({ token: never }),
    iamSource({ region: 'us-east-1', credentials: never }),
  ]) {
    const stop = new AbortController();
    const waiting = source.headers({ ...request, url: 'http://127.0.0.1/graphql', signal: stop.signal });
    stop.abort(new Error('no time'));
    await expect(waiting).rejects.toThrow('no time');
  }
});
