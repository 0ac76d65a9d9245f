import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestBackend, type TestBackend } from './test-support/test-backend.ts';

let backend: TestBackend;
let folder: string;
beforeAll(async () => {
  backend = await startTestBackend();
  folder = mkdtempSync(join(tmpdir(), 'postern-keychain-'));
  mkdirSync(join(folder, 'run'), { mode: 0o700 });
});
afterAll(async () => {
  await backend.close();
  rmSync(folder, { recursive: true });
});

const script = join(import.meta.dirname, 'test-support/keychain-process.ts');
const hasKeychain = ['dbus-run-session', 'dbus-send', 'gnome-keyring-daemon'].every(
  (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0,
);

async function run(command: string, commandArguments: string[], input: object[]): Promise<string> {
  // Nobody's own keychain.
  const keyrings = { XDG_DATA_HOME: join(folder, 'data'), XDG_RUNTIME_DIR: join(folder, 'run') };
  const environment = { ...process.env, ...keyrings, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' };
  const child = spawn(command, commandArguments, { env: environment });
  child.stdin.end(input.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const [out, failed] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (out === '') throw new Error(failed);
  return out;
}

const options = (extra: object = {}, username = 'ann') => {
  const { now: _, ...rest } = backend.options(username);
  return { ...rest, folder: join(folder, 'tokens'), ...extra };
};

const said = (kind: string, files: number, username = 'ann'): string =>
  `{"username":"${username}","kind":"${kind}","files":${files}}`;

describe.skipIf(process.platform !== 'linux')('on a machine without a keychain', () => {
  test('keeps tokens in a file', async () => {
    expect(await run(process.execPath, [script], [options()])).toBe(said('file', 1));
    const again = { ...options(), password: undefined };
    expect(await run(process.execPath, [script], [again])).toBe(said('file', 1));
    const last = { ...again, signOut: true };
    expect(await run(process.execPath, [script], [last])).toBe(said('file', 0));
  });
});

describe.skipIf(process.platform !== 'linux' || !hasKeychain)('with the Secret Service', () => {
  test('keeps tokens there and in no file, for the next process, until the user signs out', async () => {
    // One session bus and keychain for all processes, one after the other; each gets a line of the input.
    const start =
      'printf x | gnome-keyring-daemon --unlock --foreground --components=secrets >/dev/null 2>&1 &';
    const asked =
      'dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner';
    const ready = `until ${asked} string:org.freedesktop.secrets | grep -q true; do sleep 0.05; done`;
    const session = `${start} ${ready}; while read -r line; do printf '%s' "$line" | "$0" "$1"; echo; done; kill $!`;
    const again = { ...options(), password: undefined };
    const bob = options({}, 'bob');
    const bobAgain = { ...bob, password: undefined };
    const out = await run(
      'dbus-run-session',
      ['--', 'sh', '-c', session, process.execPath, script],
      // Bob's are there beside hers, and stay when she leaves.
      [options(), bob, again, bobAgain, { ...again, signOut: true }, bobAgain],
    );
    const names = ['ann', 'bob', 'ann', 'bob', 'ann', 'bob'];
    expect(out.trim().split('\n')).toEqual(names.map((name) => said('keychain', 0, name)));
  });
});
