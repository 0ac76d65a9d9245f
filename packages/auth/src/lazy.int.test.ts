import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { userPoolSource, type UserPoolOptions } from './index.ts';
import { fileStore } from './node.ts';
import { startTestBackend, type TestBackend } from './test-support/test-backend.ts';

let backend: TestBackend;
let folder: string;
beforeAll(async () => {
  backend = await startTestBackend();
  folder = mkdtempSync(join(tmpdir(), 'postern-lazy-'));
  await userPoolSource(backend.options('ann', { store: fileStore(folder) })).tokens();
});
afterAll(async () => {
  await backend.close();
  rmSync(folder, { recursive: true });
});

/** The packages of others that a process loads which has everybody ready and needs one user's tokens. */
async function packagesLoaded({ now: _, ...options }: UserPoolOptions): Promise<Set<string>> {
  const support = join(import.meta.dirname, 'test-support');
  const program = ['--import', join(support, 'print-loaded.ts'), join(support, 'every-source.ts')];
  const child = spawn(process.execPath, program, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify({ ...options, folder }));
  const urls = JSON.parse(await text(child.stdout)) as string[];
  expect(urls.some((url) => url.endsWith('/packages/auth/src/user-pool-source.ts'))).toBe(true);
  const names = urls.map((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1]);
  return new Set(names.filter((name) => name !== undefined));
}

test('a process that starts with kept tokens loads no AWS SDK, nor anything else that it does not use', async () => {
  // What is left hashes, at once and in browsers too.
  expect(await packagesLoaded(backend.options('ann'))).toEqual(new Set(['@noble/hashes']));
});

test('signing in loads the client of user pools, and no other', async () => {
  const loaded = await packagesLoaded(backend.options('bob'));
  const clients = [...loaded].filter((name) => name.startsWith('@aws-sdk/client-'));
  expect(clients).toEqual(['@aws-sdk/client-cognito-identity-provider']);
  for (const name of ['oauth4webapi', '@napi-rs/keyring', '@aws-sdk/credential-providers']) {
    expect(loaded).not.toContain(name);
  }
});
