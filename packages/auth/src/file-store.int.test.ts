import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { userPoolSource, type AuthError, type Tokens } from './index.ts';
import { fileStore } from './node.ts';
import { startSignIn } from './test-support/start-sign-in.ts';
import { startTestBackend, type TestBackend } from './test-support/test-backend.ts';

let backend: TestBackend;
let folder: string;
beforeAll(async () => {
  backend = await startTestBackend();
});
afterAll(() => backend.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'postern-store-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const signIn = (): Promise<Tokens> =>
  userPoolSource(backend.options('ann', { store: fileStore(folder) })).tokens();
const failure = async (work: Promise<unknown>): Promise<AuthError> =>
  (await work.catch((error: unknown) => error)) as AuthError;
const modeOf = (path: string): number => statSync(path).mode & 0o777;
const files = (): string[] => readdirSync(folder);
const theFile = (): string => join(folder, files()[0] ?? '');

test.each([
  ['is empty', () => ''],
  ['is cut off', (text: string) => text.slice(0, 100)],
  ['is no JSON', () => 'tokens?'],
  ['is JSON of another kind', () => 'null'],
  ['is of another version', (text: string) => text.replace('"version":1', '"version":2')],
  ['is somebody else’s', (text: string) => text.replace('"username":"ann"', '"username":"bob"')],
  ['has no tokens', (text: string) => text.replace('"accessToken":', '"accessTokens":')],
])('a file that %s counts as none, and the next sign-in replaces it', async (_, damage) => {
  const first = await signIn();
  const text = readFileSync(theFile(), 'utf8');
  writeFileSync(theFile(), damage(text));
  const second = await signIn();
  expect(second.accessToken).not.toBe(first.accessToken);
  expect((await signIn()).accessToken).toBe(second.accessToken);
});

test('a file and a folder that others can read are closed to them', async () => {
  const first = await signIn();
  chmodSync(theFile(), 0o644);
  chmodSync(folder, 0o755);
  const source = userPoolSource(backend.options('ann', { store: fileStore(folder) }));
  expect((await source.tokens()).accessToken).toBe(first.accessToken);
  expect(modeOf(theFile())).toBe(0o600);
  await source.signIn();
  expect(modeOf(folder)).toBe(0o700);
});

test('what a killed process left half written, and open to others, does no harm', async () => {
  await signIn();
  const left = `${theFile()}.new`;
  writeFileSync(left, '{"version":1,"tok', { mode: 0o644 });
  backend.nowMs += 2 * 60 * 60_000;
  await signIn();
  expect(files()).toHaveLength(1);
  expect(modeOf(theFile())).toBe(0o600);
});

test('a folder that holds other things is not closed to others, but refused', async () => {
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'photos'));
  expect(await failure(signIn())).toMatchObject({
    code: 'store',
    message: `Cannot keep tokens in ${folder}: others can read it, and it holds other things, such as photos. Name a folder for tokens alone.`,
  });
  expect(modeOf(folder)).toBe(0o755);
});

test('one that cannot be read, or is no folder, is named in one line', async () => {
  const inTheWay = join(folder, 'in the way');
  writeFileSync(inTheWay, '');
  const at = (place: string) => userPoolSource(backend.options('ann', { store: fileStore(place) })).tokens();
  for (const place of [inTheWay, join(inTheWay, 'tokens')]) {
    const error = await failure(at(place));
    expect(error).toMatchObject({ code: 'store', message: expect.stringContaining(place) as string });
    expect(error.message).toMatch(/\((ENOTDIR|EEXIST)\)\. [^\n]+\.$/);
  }
});

const mayMount = spawnSync('unshare', ['-rm', 'true']).status === 0;

test.skipIf(!mayMount)('no room on the disk is one clear line, and leaves no half a file', async () => {
  const fill = `mount -t tmpfs -o size=4k,mode=0700 tmpfs ${folder} && head -c 9999 /dev/zero > ${folder}/full 2>/dev/null`;
  const inside = `${fill}; "$0" "$1"; ls ${folder} >&2`;
  const error = await failure(
    startSignIn(backend.options('ann'), folder, 'unshare', '-rm', 'sh', '-c', inside).became,
  );
  expect(error.message).toContain(`Cannot keep tokens in ${folder} (ENOSPC). There is no room`);
  expect(error.message).toMatch(/\nfull\n$/);
});

test('a process that was killed while it signed in keeps nobody waiting once its lock is old', async () => {
  // A server that takes connections and says nothing.
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const connected = new Promise((resolve) => silent.once('connection', resolve));
  const { child, became } = startSignIn(backend.options('ann', { endpoint }), folder);
  await connected;
  expect(files()).toEqual([expect.stringMatching(/\.json\.lock$/)]);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await Promise.all([ended, became.catch(() => undefined)]);
  silent.close();
  const longAgo = new Date(Date.now() - 11_000);
  utimesSync(theFile(), longAgo, longAgo);
  await signIn();
  expect(files()).toEqual([expect.stringMatching(/\.json$/)]);
});
