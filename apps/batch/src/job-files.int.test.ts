import { existsSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dropTaken, jobFiles, openFiles, takeDeadLetters } from './job-files.ts';
import { temporaryFolder } from './test-support/temporary-folder.ts';

const letter = (key: string, item: number): string =>
  `${JSON.stringify({ key, code: 'any', reason: 'Any.', job: 'any', run: 'one', at: '', item })}\n`;

test('knows how many dead letters there are to try again, each item once, also after an interruption', async () => {
  const files = jobFiles(temporaryFolder(), 'any', true);
  writeFileSync(files.deadLetters, letter('a', 1) + letter('b', 2) + letter('a', 3));
  expect((await takeDeadLetters(files)).count).toBe(2);
  // Of the run that tries them: they wait for another time.
  writeFileSync(files.deadLetters, letter('b', 2));
  const { letters, count } = await takeDeadLetters(files);
  expect(count).toBe(2);
  const items: unknown[] = [];
  for await (const { item } of letters()) items.push(item);
  expect(items).toEqual([3, 2]);
  await dropTaken(files);
  expect(existsSync(files.deadLetters)).toBe(true);
  expect((await takeDeadLetters(files)).count).toBe(1);
});

test('gives the lock of the dead letters back with the journal', async () => {
  const folder = temporaryFolder();
  const run = await openFiles(jobFiles(folder, 'any'), 'any');
  await expect(openFiles(jobFiles(folder, 'any', true), 'any')).rejects.toMatchObject({
    code: 'journal-locked',
  });
  await run.close();
  const retry = await openFiles(jobFiles(folder, 'any', true), 'any');
  await expect(openFiles(jobFiles(folder, 'any'), 'any')).rejects.toMatchObject({ code: 'journal-locked' });
  await retry.close();
  await (await openFiles(jobFiles(folder, 'any'), 'any')).close();
});
