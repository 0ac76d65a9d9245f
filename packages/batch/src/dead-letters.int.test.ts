import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDeadLetters, readDeadLetters, type DeadLetter } from './dead-letters.ts';
import { temporaryFolder } from './test-support/temporary-folder.ts';

function letter(key: string, run: string): DeadLetter {
  return { key, run, job: 'job', code: 'odd', reason: 'It is odd.', at: '2026-11-21T00:00:00.000Z' };
}

test('finds the letters of this run that a crash kept from the journal, and no others', async () => {
  const file = join(temporaryFolder(), 'deep', 'dead.ndjson');
  const first = await openDeadLetters({ file, run: '1', inFlight: new Set() });
  await first.append(letter('a', '0'), letter('b', '1'), letter('c', '1'));
  await first.close();
  const second = await openDeadLetters({ file, run: '1', inFlight: new Set(['a', 'b', 'd']) });
  await second.close();
  expect([...second.known.keys()]).toEqual(['b']);
});

test('cuts off a torn letter and leaves all others', async () => {
  const file = join(temporaryFolder(), 'dead.ndjson');
  const first = await openDeadLetters({ file, run: '1', inFlight: new Set() });
  await first.append(letter('a', '1'));
  await first.close();
  appendFileSync(file, 'a note by hand\n{"key":"b","ru');
  const second = await openDeadLetters({ file, run: '1', inFlight: new Set(['b']) });
  await second.append(letter('c', '1'));
  await second.close();
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[1]).toBe('a note by hand');
  expect(JSON.parse(lines[2] ?? '')).toEqual(letter('c', '1'));
});

test('reads the last letter of each item, and nothing that is none', async () => {
  const file = join(temporaryFolder(), 'dead.ndjson');
  expect(await Array.fromAsync(readDeadLetters(file))).toEqual([]);
  const lines = [letter('a', '1'), null, 42, 'text', {}, letter('b', '1'), letter('a', '2')];
  appendFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  expect(await Array.fromAsync(readDeadLetters(file))).toEqual([letter('a', '2'), letter('b', '1')]);
});
