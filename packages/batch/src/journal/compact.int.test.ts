import { closeSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { compactFromBytes } from './compact.ts';
import { openJournal, type Journal } from './journal.ts';

const keyOf = (index: number): string => `an-item-with-a-long-key-${index}`;

async function longJournal(file: string): Promise<void> {
  const journal = await openJournal({ file, job: 'job' });
  for (let from = 0; from < 20_000; from += 1_000) {
    const keys = Array.from({ length: 1_000 }, (_, index) => keyOf(from + index));
    journal.announce(keys);
    await journal.append(['done', keys.slice(2)], ['failed', keys[0] ?? '', 'odd', 'It is odd.']);
  }
  await journal.close();
}

test('a long journal is rewritten when it is opened again, and knows what it knew', async () => {
  const file = join(temporaryFolder(), 'journal');
  await longJournal(file);
  const size = (): number => statSync(file).size + statSync(`${file}.sent`).size;
  const sizeBefore = size();
  expect(sizeBefore).toBeGreaterThan(compactFromBytes);
  const first = await openJournal({ file, job: 'job' });
  expect(size()).toBeLessThan(sizeBefore / 2);
  await first.append(['done', [keyOf(1)]]);
  await first.close();
  const { before, header } = await openJournal({ file, job: 'job' }).then(async (journal) => {
    await journal.close();
    return journal;
  });
  expect(header).toEqual(first.header);
  expect(before.settled.size).toBe(20_000 - 19);
  expect([before.completedCount, before.failed.size]).toEqual([20_000 - 20 - 19, 20]);
  expect(before.inFlight.size).toBe(19);
  for (const index of [0, 1, 2, 19_999]) expect(before.settled.has(keyOf(index))).toBe(true);
  for (const index of [1_001, 20_000]) expect(before.settled.has(keyOf(index))).toBe(false);
  expect([before.failed.has(keyOf(1_000)), before.failed.has(keyOf(2))]).toEqual([true, false]);
});

test('a rewrite that a crash cut short leaves the journal as it was', async () => {
  const file = join(temporaryFolder(), 'journal');
  await longJournal(file);
  writeFileSync(`${file}.compact`, readFileSync(file).subarray(0, 1_000));
  const journal = await openJournal({ file, job: 'job' });
  await journal.close();
  expect(journal.before.settled.size).toBe(20_000 - 20);
});

test('a kill between the two files, or within one, leaves what was in flight known', async () => {
  const file = join(temporaryFolder(), 'journal');
  await longJournal(file);
  const sent = `${file}.sent`;
  const old = { journal: readFileSync(file), sent: readFileSync(sent) };
  const oldSent = openSync(sent, 'r');
  const reopened = async (): Promise<Journal> => {
    const journal = await openJournal({ file, job: 'job' });
    await journal.close();
    return journal;
  };
  const { before } = await reopened();
  expect(before.inFlight.size).toBe(20);
  // The old one was not written over: a kill in the middle finds it whole.
  expect(readFileSync(oldSent).equals(old.sent)).toBe(true);
  closeSync(oldSent);
  const fresh = { journal: readFileSync(file), sent: readFileSync(sent) };
  for (const mixed of [
    { journal: fresh.journal, sent: old.sent },
    { journal: old.journal, sent: fresh.sent },
  ]) {
    writeFileSync(file, mixed.journal);
    writeFileSync(sent, mixed.sent);
    const again = await reopened();
    expect([...again.before.inFlight]).toEqual([...before.inFlight]);
    expect(again.before.settled.size).toBe(before.settled.size);
  }
});
