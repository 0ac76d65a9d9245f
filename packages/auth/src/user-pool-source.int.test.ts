import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Local } from '@postern/local';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { userPoolSource, type AuthError, type UserPoolOptions } from './index.ts';
import { fileStore } from './node.ts';
import { startCountingProxy, type CountingProxy } from './test-support/counting-proxy.ts';
import { startTestBackend, type TestBackend } from './test-support/test-backend.ts';

const request = { url: '', method: 'POST', body: '' };
let backend: TestBackend;
let local: Local;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'postern-auth-'));
  backend = await startTestBackend();
  local = backend.local;
});
afterAll(async () => {
  await backend.close();
  rmSync(folder, { recursive: true });
});

const options = (username = 'ann', extra: Partial<UserPoolOptions> = {}): UserPoolOptions =>
  backend.options(username, extra);
const counting = (): Promise<CountingProxy> => startCountingProxy(local.url, () => backend.nowMs);
const failure = (error: unknown): AuthError => error as AuthError;

for (const flow of ['USER_SRP_AUTH', 'USER_PASSWORD_AUTH', 'ADMIN_USER_PASSWORD_AUTH'] as const) {
  for (const kind of ['public', 'confidential'] as const) {
    test(`signs in by ${flow} with a ${kind} app client`, async () => {
      const source = userPoolSource(
        options('ann', { flow, credentials: local.roles.admin, ...local.clients[kind] }),
      );
      expect(await source.identity()).toMatchObject({ username: 'ann', groups: ['Admin'] });
    });
  }
}

test('sends the access token, or the ID token when asked to', async () => {
  const access = (await userPoolSource(options()).headers(request)).authorization;
  const source = userPoolSource(options('ann', { tokenUse: 'id' }));
  const id = (await source.headers(request)).authorization;
  expect(id).toBe((await source.tokens()).idToken);
  expect(id).not.toBe(access);
});

test('10,000 concurrent callers cause one sign-in', async () => {
  const cognito = await counting();
  const source = userPoolSource(options('ann', { endpoint: cognito.endpoint }));
  const all = await Promise.all(Array.from({ length: 10_000 }, () => source.headers(request)));
  cognito.close();
  expect(new Set(all.map(({ authorization }) => authorization)).size).toBe(1);
  expect(cognito.actions).toEqual(['USER_SRP_AUTH', 'RespondToAuthChallenge']);
});

test('renews ahead of expiry, once for all callers, and with an app client secret', async () => {
  const cognito = await counting();
  const source = userPoolSource(
    options('ann', { endpoint: cognito.endpoint, ...local.clients.confidential }),
  );
  const first = await source.headers(request);
  backend.nowMs += 59.5 * 60_000;
  const [second, third] = await Promise.all([source.headers(request), source.headers(request)]);
  cognito.close();
  expect(second).not.toEqual(first);
  expect(third).toEqual(second);
  expect(cognito.actions).toEqual(['USER_SRP_AUTH', 'RespondToAuthChallenge', 'REFRESH_TOKEN_AUTH']);
});

test('replaces a refused token once, however many callers saw the refusal', async () => {
  const cognito = await counting();
  const source = userPoolSource(options('ann', { endpoint: cognito.endpoint }));
  const rejected = await source.headers(request);
  const fresh = await Promise.all(Array.from({ length: 20 }, () => source.headers({ ...request, rejected })));
  const late = await source.headers({ ...request, rejected });
  cognito.close();
  expect(new Set([...fresh, late].map(({ authorization }) => authorization)).size).toBe(1);
  expect(late).not.toEqual(rejected);
  expect(cognito.actions.filter((action) => action === 'REFRESH_TOKEN_AUTH')).toHaveLength(1);
});

test('signs in again when the session was revoked', async () => {
  const source = userPoolSource(options());
  const rejected = await source.headers(request);
  await userPoolSource(options('ann')).tokens();
  await globalSignOut(rejected.authorization ?? '');
  expect(await source.headers({ ...request, rejected })).not.toEqual(rejected);
});

test('says that signing in is needed when the session has ended and there is no password', async () => {
  const { password: _, ...without } = options();
  const error = failure(
    await userPoolSource(without)
      .headers(request)
      .catch((caught: unknown) => caught),
  );
  expect(error).toMatchObject({
    code: 'sign-in-needed',
    message: 'There is no session of ann. Sign in first.',
  });
});

test('two users of one store never get each other’s tokens', async () => {
  const store = fileStore(join(folder, 'two'));
  const [ann, bob] = await Promise.all(
    ['ann', 'bob'].map((username) => userPoolSource(options(username, { store })).identity()),
  );
  expect([ann?.username, bob?.username]).toEqual(['ann', 'bob']);
});

test('keeps tokens in a file that only its owner can read, and uses them in the next process', async () => {
  const store = fileStore(join(folder, 'kept'));
  const cognito = await counting();
  await userPoolSource(options('ann', { store, endpoint: cognito.endpoint })).tokens();
  const { password: _, ...without } = options('ann', {
    store: fileStore(join(folder, 'kept')),
    endpoint: cognito.endpoint,
  });
  expect(await userPoolSource(without).identity()).toMatchObject({ username: 'ann' });
  cognito.close();
  expect(cognito.actions).toHaveLength(2);
  const [file = ''] = readdirSync(join(folder, 'kept'));
  expect(statSync(join(folder, 'kept', file)).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'kept')).mode & 0o777).toBe(0o700);
});

test('signing out removes the session here and ends it at the server', async () => {
  const store = fileStore(join(folder, 'out'));
  const source = userPoolSource(options('bob', { store }));
  const { accessToken } = await source.tokens();
  await source.signOut();
  expect(readdirSync(join(folder, 'out'))).toEqual([]);
  expect(await getUser(accessToken)).toBe(400);
});

test('asks for a new password where one is required', async () => {
  const asked: string[] = [];
  const source = userPoolSource(
    options('new', {
      onChallenge: ({ name, username }) => {
        asked.push(`${name} ${username}`);
        return { newPassword: 'Another-Passw0rd' };
      },
    }),
  );
  expect(await source.identity()).toMatchObject({ username: 'new' });
  expect(asked).toEqual(['NEW_PASSWORD_REQUIRED new']);
});

async function globalSignOut(accessToken: string): Promise<void> {
  expect((await backend.call('GlobalSignOut', { AccessToken: accessToken })).status).toBe(200);
}

async function getUser(accessToken: string): Promise<number> {
  return (await backend.call('GetUser', { AccessToken: accessToken })).status;
}
