import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { rotatePassword, secretOf, userPoolSource, type SecretVault } from '../index.ts';
import { fileVault } from '../node.ts';
import { startTestBackend, type TestBackend } from '../test-support/test-backend.ts';

let backend: TestBackend;
let folder: string;
let file: string;
let vault: SecretVault;

beforeAll(async () => {
  backend = await startTestBackend();
  folder = mkdtempSync(join(tmpdir(), 'postern-rotation-'));
  file = join(folder, 'password');
  writeFileSync(file, `${backend.passwordOf('bob')}\n`, { mode: 0o600 });
});
beforeEach(() => {
  vault = fileVault(file);
});
afterAll(async () => {
  await backend.close();
  rmSync(folder, { recursive: true });
});

const current = (): string => readFileSync(file, 'utf8').trim();
const signIn = (password = current()) => userPoolSource(backend.options('bob', { password })).tokens();
const rotate = (extra: object = {}) => rotatePassword({ ...backend.options('bob'), vault, ...extra });

test.each(['ChangePassword', 'AdminSetUserPassword'] as const)(
  'changes the password by %s; the old one ends',
  async (by) => {
    const before = current();
    await rotate({ by, credentials: backend.local.roles.admin });
    expect(current()).not.toBe(before);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['password']);
    await signIn();
    await expect(signIn(before)).rejects.toMatchObject({ code: 'wrong-password' });
  },
);

test('nobody who signs in all the time fails while it rotates', async () => {
  let rotating = true;
  let signIns = 0;
  const callers = Array.from({ length: 3 }, async () => {
    while (rotating) {
      // A source of its own each time, so that every round needs the password.
      await userPoolSource(backend.options('bob', { password: secretOf(vault) })).tokens();
      signIns += 1;
    }
  });
  const slow: SecretVault = {
    ...vault,
    promote: async () => {
      // Until others have signed in between the change and the vault's knowing.
      for (const until = signIns + 3; signIns < until;)
        await new Promise((resolve) => setTimeout(resolve, 5));
      await vault.promote();
    },
  };
  await rotate({ vault: slow });
  await rotate({ vault: slow });
  rotating = false;
  await Promise.all(callers);
  expect(signIns).toBeGreaterThan(6);
});

test('a rotation that was killed before the change is undone by the next', async () => {
  await vault.stage('Never-Was-1-Password');
  const before = current();
  await rotate();
  expect([before, 'Never-Was-1-Password']).not.toContain(current());
  await signIn();
});

test('the old password is put back when the vault fails', async () => {
  const before = current();
  const broken = { ...vault, promote: () => Promise.reject(new Error('disk full')) };
  await expect(rotate({ vault: broken })).rejects.toThrow('disk full');
  expect(current()).toBe(before);
  expect((await vault.read()).staged).toBeUndefined();
  await signIn();
});

test('a password that the pool does not take changes nothing, and is in no error', async () => {
  const before = current();
  const makePassword = (): string => 'weakling';
  const error: unknown = await rotate({ makePassword }).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: 'invalid-new-password' });
  expect(inspect(error, { depth: 10 })).not.toContain(before);
  expect(inspect(error, { depth: 10 })).not.toContain('weakling');
  expect(readdirSync(folder)).toEqual(['password']);
  await signIn(before);
});
