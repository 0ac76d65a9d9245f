import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startBackend } from './test-support/backend.ts';
import { runBatch, startBatch } from './test-support/batch-process.ts';
import { environmentFor } from './test-support/environment.ts';
import { temporaryFolder } from './test-support/temporary-folder.ts';

const local = await startBackend();

const rows = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${JSON.stringify({ name: `${name} ${index}` })}\n`).join('');

async function interrupted(words: string[], folder: string): Promise<void> {
  const batch = startBatch([...words, '--max-rate', '100'], folder, environmentFor(local));
  await batch.said('progress');
  batch.child.kill('SIGTERM');
  expect((await batch.ended).exitCode).toBe(6);
}

test('an unfinished import does not go on with another file, whose end would pass for its own', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'one.ndjson'), rows('one', 1_000));
  writeFileSync(join(folder, 'two.ndjson'), rows('two', 5));
  const first = ['run', 'import-items', '--input', 'one.ndjson'];
  await interrupted(first, folder);
  const other = ['run', 'import-items', '--input', 'two.ndjson'];
  const refused = await runBatch(other, folder, environmentFor(local));
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toMatch(/begun with --input .*one\.ndjson: go on with that, or .*--data/);
  const elsewhere = await runBatch([...other, '--data', 'two'], folder, environmentFor(local));
  expect(elsewhere.exitCode).toBe(0);
  // The same file by another path.
  const path = ['run', 'import-items', '--input', join(folder, 'one.ndjson')];
  const rest = await runBatch(path, folder, environmentFor(local));
  expect(rest.exitCode).toBe(0);
  expect(rest.lines.at(-1)).toMatchObject({ items: 1_000, completed: 1_000, lost: 0 });
  // What is finished stands in nobody's way.
  expect((await runBatch(other, folder, environmentFor(local))).exitCode).toBe(0);
});

test('an unfinished export does not go on without what it has written', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'rows.ndjson'), rows('exported', 600));
  const words = ['run', 'import-items', '--input', 'rows.ndjson'];
  expect((await runBatch(words, folder, environmentFor(local))).exitCode).toBe(0);
  const out = ['run', 'export-items', '--output', 'out.ndjson'];
  await interrupted(out, folder);
  rmSync(join(folder, 'out.ndjson'));
  const refused = await runBatch(out, folder, environmentFor(local));
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toMatch(/out\.ndjson has 0 items, and this run has written \d+: put the file back/);
});

test('dead letters are not taken from a run that is writing them', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'rows.ndjson'), `nonsense\n${rows('slow', 400)}`);
  const words = ['run', 'import-items', '--input', 'rows.ndjson'];
  const batch = startBatch([...words, '--max-rate', '100'], folder, environmentFor(local));
  await batch.said('progress');
  const retry = ['run', 'import-items', '--retry-failed'];
  const refused = await runBatch(retry, folder, environmentFor(local));
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toMatch(
    /import-items\.dead-letters\.ndjson is in use by another run \(process \d+\)/,
  );
  batch.child.kill('SIGTERM');
  await batch.ended;
  const again = await runBatch(retry, folder, environmentFor(local));
  expect(again.exitCode).toBe(5);
  expect(again.lines.at(-1)).toMatchObject({ items: 1, failed: 1, lost: 0 });
});

test.each([
  [['time-zones', '--input', 'x.csv'], {}, /time-zones takes no --input/],
  [['import-items', '--input', 'x', '--status', 'FAILED'], {}, /import-items takes no --status/],
  [['time-zones', '--data', ''], {}, /--data is given without a value/],
  [['time-zones', '--data', 'file'], {}, /--data: file cannot be written \(EEXIST\)/],
  [['time-zones', '--report', '.'], {}, /--report: \. is a folder/],
  [['time-zones', '--timeout-seconds', 'soon'], {}, /--timeout-seconds takes a number up to 999/],
  [['import-items', '--input', '.'], {}, /--input: \. is a folder/],
  [['import-items', '--input', 's3://bucket'], {}, /s3:\/\/bucket has to be s3:\/\/bucket\/key/],
  [['import-items', '--input', 's3://bucket/100%'], {}, /has a % that is no %25/],
  [['export-items', '--output', '.'], {}, /--output: \. cannot be written \(EISDIR\)/],
  [['time-zones'], { LOG_LEVEL: 'verbose' }, /LOG_LEVEL is one of trace, .*; it is "verbose"/],
] as [string[], Record<string, string>, RegExp][])(
  'wrong words are one line before anything is done: run %j %j',
  async (words, environment, line) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    const answer = await runBatch(['run', ...words], folder, { ...environmentFor(local), ...environment });
    expect(answer.stderr).toMatch(line);
    expect(answer.stderr).toMatch(/^postern-batch: [^\n]+\n$/);
    expect(answer.stderr).not.toContain('not expected');
    expect(answer.exitCode).toBe(2);
  },
);

test('a folder on a disk that is full is one line', () => {
  const folder = temporaryFolder();
  // No file may grow: what a full disk is to who writes.
  const words = [
    '-c',
    'ulimit -f 0 && exec "$0" "$@"',
    process.execPath,
    join(import.meta.dirname, 'main.ts'),
  ];
  const env = { PATH: process.env.PATH, HOME: folder, ...environmentFor(local) };
  const { status, stderr } = spawnSync('sh', [...words, 'run', '--data', 'd'], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  expect(stderr).toMatch(/^postern-batch: --data: d cannot be written \([^\n]+\)\.\n$/);
  expect(status).toBe(2);
});
