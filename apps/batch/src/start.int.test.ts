import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runBatch, startBatch, type Ended } from './test-support/batch-process.ts';
import { storedItems } from './test-support/stored-items.ts';
import { temporaryFolder } from './test-support/temporary-folder.ts';

const reportOf = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Record<string, unknown>;

test('processes real places and says so in the report and in lines of JSON', async () => {
  const folder = temporaryFolder();
  const { exitCode, lines, stderr } = await runBatch(
    ['start', '--items', '300', '--report', 'report.json'],
    folder,
  );
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(reportOf(folder)).toEqual({
    job: 'time-zones',
    run: expect.any(String) as string,
    ended: 'complete',
    items: 300,
    completed: 300,
    failed: 0,
    notStarted: 0,
    lost: 0,
    requests: expect.any(Number) as number,
    retries: 0,
    throttled: 0,
    tokensConsumed: expect.any(Number) as number,
    earlier: { completed: 0, failed: 0 },
    seconds: expect.any(Number) as number,
    itemsPerSecond: expect.any(Number) as number,
  });
  expect(lines[0]).toMatchObject({ source: expect.stringContaining('GeoNames') as string });
  expect(lines.map(({ msg }) => msg)).toEqual(
    expect.arrayContaining(['signed in', 'Every item is done.']) as string[],
  );
  expect(existsSync(join(folder, 'data'))).toBe(false);
});

test('writes the time zone beside what the metadata had, and keeps the run in the API', async () => {
  const folder = temporaryFolder();
  const places = [
    { name: 'Quito', lat: '-0.22985', lng: '-78.52495', country: 'EC' },
    { name: 'Nuuk', lat: 64.18347, lng: -51.72157, country: 'GL' },
  ];
  writeFileSync(join(folder, 'places.json'), JSON.stringify(places));
  const { exitCode } = await runBatch(['start', '--places', 'places.json', '--data', 'data'], folder);
  expect(exitCode).toBe(0);
  const data = join(folder, 'data');
  const modes = readdirSync(data).map(
    (name) => `${name} ${(statSync(join(data, name)).mode & 0o077).toString(8)}`,
  );
  expect(modes.filter((mode) => !mode.endsWith(' 0'))).toEqual([]);
  const stored = storedItems(data).map(({ metadata }) => metadata);
  expect(stored).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        lat: -0.22985,
        lng: -78.52495,
        country: 'EC',
        timeZone: 'America/Guayaquil',
      }),
      expect.objectContaining({ country: 'GL', timeZone: 'America/Nuuk' }),
    ]) as unknown[],
  );
});

test('a place that makes no sense becomes FAILED, with its reason in the dead letters', async () => {
  const folder = temporaryFolder();
  const places = [
    { name: 'Fine', lat: 52.5, lng: 13.4 },
    { name: 'Too far north', lat: 99, lng: 13.4 },
    { name: 'No number', lat: 52.5, lng: 'east' },
    { name: 'Nowhere' },
  ];
  writeFileSync(join(folder, 'places.json'), JSON.stringify(places));
  const words = ['start', '--places', 'places.json', '--data', 'data', '--report', 'report.json'];
  const { exitCode } = await runBatch(words, folder);
  expect(exitCode).toBe(5);
  expect(reportOf(folder)).toMatchObject({ items: 4, completed: 1, failed: 3, lost: 0 });
  const statuses = storedItems(join(folder, 'data')).map(({ status }) => status);
  expect(statuses.toSorted()).toEqual(['COMPLETED', 'FAILED', 'FAILED', 'FAILED']);
  const letters = readFileSync(join(folder, 'data/time-zones.dead-letters.ndjson'), 'utf8')
    .trim()
    .split('\n');
  const reasons = letters.map((line) => (JSON.parse(line) as { reason: string }).reason);
  expect(reasons.toSorted()).toEqual([
    'It has no latitude.',
    'Its latitude 99 is not between -90 and 90 degrees.',
    'Its longitude "east" is no number.',
  ]);
});

test('asked to stop, it finishes what is in flight and goes on the next time', async () => {
  const folder = temporaryFolder();
  const words = ['start', '--items', '5000', '--data', 'data', '--report', 'report.json'];
  const batch = startBatch(words, folder);
  await batch.said('signed in');
  batch.child.kill('SIGTERM');
  expect((await batch.ended).exitCode).toBe(6);
  const first = reportOf(folder);
  expect(first).toMatchObject({ ended: 'interrupted', lost: 0 });
  expect((await runBatch(words, folder)).exitCode).toBe(0);
  expect(reportOf(folder)).toMatchObject({
    items: 5_000,
    completed: 5_000,
    lost: 0,
    earlier: { completed: first.completed },
  });
}, 120_000);

test('two at once on one folder are refused', async () => {
  const folder = temporaryFolder();
  const words = ['start', '--items', '5000', '--data', 'data'];
  const first = startBatch(words, folder);
  await first.said('signed in');
  expectLine(await runBatch(words, folder), 1, /in use by another run/);
  first.child.kill('SIGTERM');
  expect((await first.ended).exitCode).toBe(6);
});

describe('wrong usage is one line and exit code 2', () => {
  const wrong: [string, string[], RegExp][] = [
    ['an unknown command', ['begin'], /no command "begin": it is start, run/],
    ['an unknown flag', ['start', '--itmes', '3'], /--itmes.*--help lists the flags/],
    ['a number that is none', ['start', '--items', 'many'], /--items takes a number from 1.*"many"/],
    ['places that are not there', ['start', '--places', 'none.json'], /none\.json cannot be read \(ENOENT\)/],
    ['places that are no places', ['start', '--places', 'wrong.json'], /wrong\.json has to be a JSON array/],
  ];
  test.each(wrong)('%s', async (_, words, line) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'wrong.json'), '{"name": "one"}');
    expectLine(await runBatch(words, folder), 2, line);
  });
});

test('no command at all prints the help', async () => {
  expect((await runBatch([], temporaryFolder())).exitCode).toBe(2);
  expect((await runBatch(['--help'], temporaryFolder())).exitCode).toBe(0);
});

function expectLine({ exitCode, stderr }: Ended, code: number, line: RegExp): void {
  expect(stderr).toMatch(/^postern-batch: [^\n]+\n$/);
  expect(stderr).toMatch(line);
  expect(stderr).not.toMatch(/\bat .*:\d+:\d+|not expected/);
  expect(exitCode).toBe(code);
}
