import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { rotateClientSecret, rotatePassword, secretOf, userPoolSource, type SecretVault } from '../index.ts';
import { fileVault } from '../node.ts';
import { makeAppClient } from '../test-support/administer.ts';
import type { Halt } from '../test-support/rotate-process.ts';
import { startTestBackend, type TestBackend } from '../test-support/test-backend.ts';

let backend: TestBackend;
let folder: string;
let file: string;
let vault: SecretVault;
beforeAll(async () => {
  backend = await startTestBackend();
});
afterAll(() => backend.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'postern-killed-'));
  file = join(folder, 'secret');
  vault = fileVault(file);
  return () => rmSync(folder, { recursive: true });
});

const begin = (secret: string): void => writeFileSync(file, secret, { mode: 0o600 });
const current = (): string => readFileSync(file, 'utf8');

// Ends with the process killed at that point of the rotation.
async function kill(haltAt: Halt, what: string, options: object): Promise<void> {
  const script = join(import.meta.dirname, '../test-support/rotate-process.ts');
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.stdin.end(JSON.stringify({ what, file, haltAt, ...options }));
  const there = await new Promise((resolve) => {
    child.stdout.once('data', (data: Buffer) => resolve(data.toString()));
    child.once('exit', (code) => resolve(`ended with ${code}`));
  });
  expect(there).toBe(haltAt);
  child.kill('SIGKILL');
  await ended;
  // As if some seconds had gone by: then what it held is anybody's.
  const longAgo = new Date(Date.now() - 11_000);
  utimesSync(`${file}.lock`, longAgo, longAgo);
}

test.each<[Halt, boolean]>([
  ['before stage', false],
  ['after stage', false],
  ['before promote', true],
  ['after promote', true],
])('a rotation of a password that is killed %s shuts nobody out, and the next goes on', async (halt) => {
  const { now: _, ...ann } = backend.options('ann');
  const before = lastPassword ?? backend.passwordOf('ann');
  begin(before);
  await kill(halt, 'password', ann);
  const source = () => userPoolSource(backend.options('ann', { password: secretOf(vault) }));
  expect(await source().identity()).toMatchObject({ username: 'ann' });
  await rotatePassword({ ...backend.options('ann'), vault });
  lastPassword = current();
  expect(lastPassword).not.toBe(before);
  expect(readdirSync(folder)).toEqual(['secret']);
  await userPoolSource(backend.options('ann', { password: lastPassword })).tokens();
});
let lastPassword: string | undefined;

test.each<Halt>(['before stage', 'after stage', 'prove', 'before promote', 'after promote'])(
  'a rotation of an app client’s secret that is killed at %s shuts nobody out, and the next goes on',
  async (halt) => {
    const { clientId, clientSecret = '' } = await makeAppClient(backend.local, {
      GenerateSecret: true,
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
    });
    begin(clientSecret);
    const credentials = backend.local.roles.admin;
    const { now: _, ...options } = backend.options('bob', { clientId });
    backend.nowMs += 1_000; // the age of a secret tells which is which
    await kill(halt, 'client secret', { ...options, credentials });
    const source = (secret: () => Promise<string>) =>
      userPoolSource(backend.options('bob', { clientId, clientSecret: secret }));
    expect(await source(secretOf(vault)).identity()).toMatchObject({ username: 'bob' });
    backend.nowMs += 1_000;
    await rotateClientSecret({ ...backend.options('bob', { clientId }), credentials, vault });
    expect(current()).not.toBe(clientSecret);
    expect(await source(() => Promise.resolve(current())).identity()).toMatchObject({ username: 'bob' });
    await expect(source(() => Promise.resolve(clientSecret)).tokens()).rejects.toMatchObject({
      code: 'client-secret',
    });
  },
);

test.each(['ChangePassword', 'AdminSetUserPassword'] as const)(
  'two rotations at once by %s leave a password that signs in',
  async (by) => {
    begin(lastPassword ?? backend.passwordOf('ann'));
    const credentials = backend.local.roles.admin;
    for (let round = 0; round < 2; round += 1) {
      const rotate = () => rotatePassword({ ...backend.options('ann'), credentials, by, vault });
      await Promise.allSettled([rotate(), rotate()]);
      await userPoolSource(backend.options('ann', { password: secretOf(vault) })).tokens();
      await rotatePassword({ ...backend.options('ann'), credentials, by, vault });
      lastPassword = current();
      await userPoolSource(backend.options('ann', { password: lastPassword })).tokens();
    }
  },
);
