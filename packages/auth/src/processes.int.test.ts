import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
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
