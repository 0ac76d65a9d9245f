import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCountingProxy, type CountingProxy } from './test-support/counting-proxy.ts';
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

interface Became {
  readonly username: string;
  readonly token: string;
}

async function inProcess(username: string): Promise<Became> {
  const script = join(import.meta.dirname, 'test-support/sign-in-process.ts');
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'pipe'] });
  const { now: _, ...options } = backend.options(username, { endpoint: cognito.endpoint });
  child.stdin.end(JSON.stringify({ ...options, folder }));
  const [out, failed] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (out === '') throw new Error(failed);
  return JSON.parse(out) as Became;
}

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
