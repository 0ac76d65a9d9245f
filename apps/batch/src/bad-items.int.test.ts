import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { itemOf } from './places/place.ts';
import { startBackend } from './test-support/backend.ts';
import { runBatch } from './test-support/batch-process.ts';
import { environmentFor } from './test-support/environment.ts';
import { startHangingApi } from './test-support/hanging-api.ts';
import { temporaryFolder } from './test-support/temporary-folder.ts';

const local = await startBackend();

const reportOf = (folder: string): unknown => JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
const lettersOf = (folder: string, job: string) =>
  readFileSync(join(folder, '.postern/batch', `${job}.dead-letters.ndjson`), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

// Both do nothing to the item: whether something was done to one that hangs, its condition and mark tell.
test.each([
  ['that hangs', 'hangs', { code: 'timeout', reason: 'Nothing came back within 1 s.' }],
  ['that the API cannot read', 'refuses', { code: 'http-status', reason: expect.stringContaining('400') }],
] as const)(
  'an item %s is found among the others, reported, and mended by --retry-failed',
  async (what, how, letter) => {
    const folder = temporaryFolder();
    const items = Array.from({ length: 60 }, (_, index) =>
      itemOf({ name: `${what} ${index}`, lat: index, lng: 8 }),
    );
    local.seed('Item', items);
    const bad = String(items[30]?.id);
    const api = await startHangingApi(local.graphqlEndpoint);
    const environment = { ...environmentFor(local), APPSYNC_GRAPHQL_ENDPOINT: api.endpoint };
    const words = ['run', '--timeout-seconds', '1', '--report', 'report.json'];

    // Pages hold the item as well, and get through: only what would change it is met.
    api.choke(`"id":"${bad}"`, how);
    const first = await runBatch(words, folder, environment);
    expect(first).toMatchObject({ exitCode: 5, stderr: '' });
    const counts = { items: 60, completed: 59, failed: 1, notStarted: 0, lost: 0 };
    expect(reportOf(folder)).toMatchObject({ ended: 'complete', ...counts });
    expect(lettersOf(folder, 'time-zones')).toEqual([expect.objectContaining({ key: bad, ...letter })]);

    api.choke(undefined);
    const again = await runBatch([...words, '--retry-failed'], folder, environment);
    expect(again.exitCode).toBe(0);
    expect(reportOf(folder)).toMatchObject({ items: 1, completed: 1, failed: 0, lost: 0 });
  },
);

// A job of one's own, with a bug that one of its items meets.
const ownJob = (isGood: string, last = 50): string => `
  import { runJob } from '${import.meta.resolve('@postern/batch')}';
  const process = async (items) => {
    if (!items.every((item) => ${isGood})) throw new TypeError('Cannot read properties of 17');
    return items.map(() => ({ status: 'done' }));
  };
  const numbers = async function* () {
    for (let n = 1; n <= ${last}; n += 1) yield n;
    if (${last} < 50) throw new Error('The tape is torn');
  };
  const again = (letters) => async function* () { for await (const { item } of letters()) yield item; };
  export default {
    name: 'count', title: 'numbers', operations: [],
    prepare: async ({ retry }) => ({
      run: (_, options) =>
        runJob({ name: 'count', source: retry ? again(retry) : numbers, key: String, process }, options),
      close: async () => {},
    }),
  };`;

test('a job of your own whose process throws fails the item that it throws for, and mends it with --retry-failed', async () => {
  const folder = temporaryFolder();
  const words = ['run', './count.ts', '--report', 'report.json'];
  writeFileSync(join(folder, 'count.ts'), ownJob('item !== 17'));
  const first = await runBatch(words, folder, environmentFor(local));
  expect(first).toMatchObject({ exitCode: 5, stderr: '' });
  expect(reportOf(folder)).toMatchObject({ job: 'count', items: 50, completed: 49, failed: 1, lost: 0 });
  const letter = { key: '17', item: 17, code: 'threw', reason: 'Cannot read properties of 17' };
  expect(lettersOf(folder, 'count')).toEqual([expect.objectContaining(letter)]);

  writeFileSync(join(folder, 'count.ts'), ownJob('true'));
  const again = await runBatch([...words, '--retry-failed'], folder, environmentFor(local));
  expect(again.exitCode).toBe(0);
  expect(reportOf(folder)).toMatchObject({ items: 1, completed: 1, failed: 0, lost: 0 });
});

test('a source that fails mid-way stops the run, which goes on once the source is mended', async () => {
  const folder = temporaryFolder();
  const words = ['run', './count.ts', '--report', 'report.json'];
  writeFileSync(join(folder, 'count.ts'), ownJob('true', 30));
  const first = await runBatch(words, folder, environmentFor(local));
  expect(first).toMatchObject({ exitCode: 1, stderr: '' });
  const error = 'The source failed after 30 items: The tape is torn';
  expect(reportOf(folder)).toMatchObject({ ended: 'stopped', items: 30, failed: 0, lost: 0, error });
  writeFileSync(join(folder, 'count.ts'), ownJob('true'));
  expect((await runBatch(words, folder, environmentFor(local))).exitCode).toBe(0);
  expect(reportOf(folder)).toMatchObject({ items: 50, completed: 50, failed: 0, notStarted: 0, lost: 0 });
});

test.each([
  ['./none.ts', '', /The job \.\/none\.ts cannot be loaded: Cannot find module/],
  ['./wrong.ts', 'export default { name: "no good" };', /wrong\.ts has to export a job as its default/],
  ['./wrong.ts', 'export default', /The job \.\/wrong\.ts cannot be loaded/],
])(
  'a job of your own that is none is one line: %s',
  async (file, text, line) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'wrong.ts'), text);
    const { exitCode, stderr } = await runBatch(['run', file], folder, environmentFor(local));
    expect(stderr).toMatch(line);
    expect(stderr).toMatch(/^postern-batch: [^\n]+\n$/);
    expect(exitCode).toBe(2);
  },
  60_000,
);
