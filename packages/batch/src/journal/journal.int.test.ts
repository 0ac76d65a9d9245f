import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FakeClock } from '../test-support/fake-clock.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { GroupCommit } from './group-commit.ts';
import { openJournal, type Journal } from './journal.ts';
import { replay } from './replay.ts';

const openIn = (folder: string, job = 'job'): Promise<Journal> =>
  openJournal({ file: join(folder, 'journal'), job });

test('knows after a restart what is done, failed and in flight', async () => {
  const folder = temporaryFolder();
  const first = await openIn(folder);
  first.announce(['a', 'b', 'c']);
  await Promise.all([first.append(['done', ['a']]), first.append(['failed', 'b', 'odd', 'It is odd.'])]);
  await first.close();
  const second = await openIn(folder);
  await second.close();
  expect(second.resumed).toBe(true);
  expect(second.header).toEqual(first.header);
  expect([...second.before.inFlight]).toEqual(['c']);
  expect(second.before.completedCount).toBe(1);
  expect(second.before.failed.has('b')).toBe(true);
});

test('a run that has ended makes room for the next', async () => {
  const folder = temporaryFolder();
  const first = await openIn(folder);
  await first.append(['done', ['a']], ['end']);
  await first.close();
  const second = await openIn(folder, 'another job');
  await second.close();
  expect(second.resumed).toBe(false);
  expect(second.header.run).not.toBe(first.header.run);
  expect((await replay(join(folder, 'journal'))).settled.size).toBe(0);
});

test('wherever a write is torn, what was acknowledged before it stays', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'journal');
  const journal = await openIn(folder);
  const begin = readFileSync(file).length;
  const ends = [begin];
  for (let index = 0; index < 8; index += 1) {
    await journal.append(['done', [`é-${index}`]]);
    ends.push(readFileSync(file).length);
  }
  await journal.close();
  const whole = readFileSync(file);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: begin, max: whole.length }), async (length) => {
      writeFileSync(file, whole.subarray(0, length));
      const again = await openIn(folder);
      await again.append(['done', ['after']]);
      await again.close();
      expect(again.before.completedCount).toBe(ends.filter((end) => end <= length).length - 1);
      expect((await replay(file)).settled.has('after')).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('cuts off a last line that holds garbage', async () => {
  const folder = temporaryFolder();
  const journal = await openIn(folder);
  await journal.append(['done', ['a']]);
  await journal.close();
  appendFileSync(join(folder, 'journal'), '00000000 [["done",["b"]]]\n');
  const again = await openIn(folder);
  await again.close();
  expect(again.before.completedCount).toBe(1);
});

test('refuses a journal that is damaged before its end, and says what to do', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'journal');
  const journal = await openIn(folder);
  await journal.append(['done', ['a']]);
  await journal.append(['done', ['b']]);
  await journal.close();
  writeFileSync(file, readFileSync(file, 'utf8').replace('"a"', '"x"'));
  await expect(openIn(folder)).rejects.toMatchObject({
    code: 'journal-damaged',
    message: expect.stringContaining('move it away to start over') as string,
  });
});

test('refuses the unfinished journal of another job', async () => {
  const folder = temporaryFolder();
  await (await openIn(folder)).close();
  await expect(openIn(folder, 'other')).rejects.toMatchObject({ code: 'journal-mismatch' });
});

const holder = `
  import { openJournal } from ${JSON.stringify(new URL('journal.ts', import.meta.url).href)};
  await openJournal({ file: process.argv[1], job: 'job' });
  process.stdout.write('held');
  setInterval(() => {}, 1000);`;

test('two processes never have one journal, and a killed one leaves no lock behind', async () => {
  const folder = temporaryFolder();
  const child = spawn(process.execPath, ['--input-type=module', '-e', holder, join(folder, 'journal')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  await expect(openIn(folder)).rejects.toMatchObject({ code: 'journal-locked', pid: child.pid });
  child.kill('SIGKILL');
  await once(child, 'exit');
  const journal = await openIn(folder);
  await expect(openIn(folder)).rejects.toMatchObject({ code: 'journal-locked', pid: process.pid });
  await journal.close();
  expect(journal.resumed).toBe(true);
});

const seeker = `
  import { openJournal } from ${JSON.stringify(new URL('journal.ts', import.meta.url).href)};
  await openJournal({ file: process.argv[1], job: 'job' }).then(
    () => process.stdout.write('taken'),
    (error) => process.stdout.write(error.code),
  );`;

test('a refused second opening within a process does not let another process in', async () => {
  const folder = temporaryFolder();
  const journal = await openIn(folder);
  await expect(openIn(folder)).rejects.toMatchObject({ code: 'journal-locked' });
  const other = ['--input-type=module', '-e', seeker, join(folder, 'journal')];
  expect(spawnSync(process.execPath, other, { encoding: 'utf8' }).stdout).toBe('journal-locked');
  await journal.close();
});

test('what is sent after a restart is known though a crash tore the line before it', async () => {
  const folder = temporaryFolder();
  const first = await openIn(folder);
  first.announce(['a']);
  await first.close();
  appendFileSync(join(folder, 'journal.sent'), '0a1b2c3d [["sent",["b');
  const second = await openIn(folder);
  second.announce(['c']);
  await second.close();
  const third = await openIn(folder);
  await third.close();
  expect([...third.before.inFlight]).toEqual(['a', 'c']);
});

test('writes what came in meanwhile as one group', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'journal');
  const journal = await openIn(folder);
  await Promise.all(Array.from({ length: 100 }, (_, index) => journal.append(['done', [`${index}`]])));
  await journal.close();
  expect(readFileSync(file, 'utf8').trimEnd().split('\n').length).toBeLessThan(5);
  expect((await replay(file)).settled.size).toBe(100);
});

test.skipIf(!existsSync('/dev/full'))('a full disk fails what it hits and everything after it', async () => {
  const commits = new GroupCommit<string>(await open('/dev/full', 'a'), (entries) => entries.join(''));
  await expect(commits.append('first')).rejects.toMatchObject({ code: 'journal-write' });
  await expect(commits.append('second')).rejects.toMatchObject({ code: 'journal-write' });
  await commits.close();
});

test('an empty file, as a crash at the very start leaves it, is a new journal', async () => {
  const folder = temporaryFolder();
  const first = await openIn(folder);
  await first.close();
  truncateSync(join(folder, 'journal'), 5);
  const second = await openIn(folder);
  await second.close();
  expect(second.resumed).toBe(false);
  const third = await openIn(folder);
  await third.close();
  expect(third.header).toEqual(second.header);
});

test('writes at once what comes close together', async () => {
  const clock = new FakeClock();
  const file = join(temporaryFolder(), 'lines');
  const encode = (entries: readonly string[]): string => `${entries.join()}\n`;
  const commits = new GroupCommit<string>(await open(file, 'a'), encode, { gapMs: 25, clock });
  await commits.append('a');
  const second = commits.append('b');
  await Promise.resolve();
  await Promise.all([second, commits.append('c')]);
  clock.advance(25);
  await commits.append('d');
  await commits.close();
  expect(readFileSync(file, 'utf8')).toBe('a\nb,c\nd\n');
});

test('many that wait, and the end, are not kept waiting for more to come', async () => {
  const file = join(temporaryFolder(), 'lines');
  const encode = (entries: readonly string[]): string => `${entries.join()}\n`;
  const options = { gapMs: 3_600_000, mostWaiting: 3 };
  const commits = new GroupCommit<string>(await open(file, 'a'), encode, options);
  await commits.append('a');
  await Promise.all(['b', 'c', 'd'].map((entry) => commits.append(entry)));
  const last = commits.append('e');
  await commits.close();
  await last;
  expect(readFileSync(file, 'utf8')).toBe('a\nb,c,d\ne\n');
});
