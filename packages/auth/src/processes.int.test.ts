import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { userPoolSource } from './index.ts';
import { fileStore } from './node.ts';
import { startCountingProxy, type CountingProxy } from './test-support/counting-proxy.ts';
import { startSignIn, type Became } from './test-support/start-sign-in.ts';
import { startTestBackend, type TestBackend } from './test-support/test-backend.ts';

let backend: TestBackend;
let cognito: CountingProxy;
let folder: string;

beforeAll(async () => {
  backend = await startTestBackend();
  cognito = await startCountingProxy(backend.local.url);
  folder = mkdtempSync(join(tmpdir(), 'postern-auth-'));
});
afterAll(async () => {
  cognito.close();
  await backend.close();
  rmSync(folder, { recursive: true });
});

const inProcess = (username: string): Promise<Became> =>
  startSignIn(backend.options(username, { endpoint: cognito.endpoint }), folder).became;

test('20 processes that start at once sign each of two users in once', async () => {
  const names = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 'ann' : 'bob'));
  const became = await Promise.all(names.map(inProcess));
  expect(became.map(({ username }) => username)).toEqual(names);
  expect(new Set(became.map(({ token }) => token)).size).toBe(2);
  expect(cognito.actions.sort()).toEqual([
    'RespondToAuthChallenge',
    'RespondToAuthChallenge',
    'USER_SRP_AUTH',
    'USER_SRP_AUTH',
  ]);
  // One file for each user, and no lock or half-written file left behind.
  expect(readdirSync(folder).every((name) => name.endsWith('.json'))).toBe(true);
  expect(readdirSync(folder)).toHaveLength(2);
}, 60_000);

test('20 processes that find the tokens expired renew those of each user once', async () => {
  for (const name of readdirSync(folder)) {
    const kept = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { tokens: { expiresAt: number } };
    kept.tokens.expiresAt = 0;
    writeFileSync(join(folder, name), JSON.stringify(kept));
  }
  cognito.actions.length = 0;
  const names = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 'ann' : 'bob'));
  const became = await Promise.all(names.map(inProcess));
  expect(became.map(({ username }) => username)).toEqual(names);
  expect(new Set(became.map(({ token }) => token)).size).toBe(2);
  expect(cognito.actions).toEqual(['REFRESH_TOKEN_AUTH', 'REFRESH_TOKEN_AUTH']);
}, 60_000);

test('a process that slept through its turn takes the newer tokens of the other, and does not write its own over them', async () => {
  const own = mkdtempSync(join(tmpdir(), 'postern-auth-'));
  onTestFinished(() => rmSync(own, { recursive: true }));
  const answer = cognito.hold('RespondToAuthChallenge');
  const options = backend.options('ann', { endpoint: cognito.endpoint });
  const { child, became } = startSignIn(options, own);
  await answer.answered;
  // A laptop that is closed at this moment: its lock grows old.
  child.kill('SIGSTOP');
  const [lock = ''] = readdirSync(own);
  expect(lock).toMatch(/\.lock$/);
  const longAgo = new Date(Date.now() - 11_000);
  utimesSync(join(own, lock), longAgo, longAgo);
  backend.nowMs += 5_000;
  const store = fileStore(own);
  const newer = await userPoolSource({ ...options, store }).tokens();
  child.kill('SIGCONT');
  answer.release();
  expect((await became).token).toBe(newer.accessToken);
  const { password: _, ...without } = options;
  expect((await userPoolSource({ ...without, store }).tokens()).accessToken).toBe(newer.accessToken);
});
