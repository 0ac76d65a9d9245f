import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startQueueBackend } from '../queue/test-support/queue-backend.ts';
import { runBatch } from '../test-support/batch-process.ts';
import { storedItems } from '../test-support/stored-items.ts';
import { bundleContainer } from './container-bundle.ts';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'postern-container-'));
  await bundleContainer(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// As in the container: only the bundle, nothing may be written anywhere, no other program may be started.
async function inContainer(words: readonly string[], env: Readonly<Record<string, string>>) {
  const locked = ['--permission', '--allow-fs-read=*', join(folder, 'main.mjs')];
  const child = spawn(process.execPath, [...locked, ...words], { env, cwd: folder });
  const [out, errors, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  return { exitCode, out, errors };
}

test('a worker needs nothing but its bundle, and no file that it can write', async () => {
  const { folder: data, environment, local, dataDir } = await startQueueBackend(300);
  expect((await runBatch(['enqueue'], data, environment)).exitCode).toBe(0);
  const { exitCode, errors } = await inContainer(['work', '--until-empty'], environment);
  expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
  await local.close();
  const revisions = storedItems(dataDir).map(({ revision }) => revision);
  expect(revisions).toEqual(Array.from({ length: 300 }, () => 2));
}, 60_000);

test('says that it brings no local backend along', async () => {
  const { exitCode, errors } = await inContainer(['start'], {});
  expect(exitCode).toBe(2);
  expect(errors).toBe(
    'postern-batch: "start" is for a checkout; here are run, enqueue, work and follow. --help says more.\n',
  );
});
