import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { openCursor } from './cursor-file.ts';
import { freshState, memoryCursor } from './cursor.ts';
import { enqueue } from './enqueue.ts';
import { decodeMessage, type ItemMessage } from './message.ts';
import { connectionPartition, type Partition } from './partition.ts';
import { startQueue } from './test-support/queue-server.ts';

const job = { name: 'strings', key: (item: string) => item };
const pageSize = 15;

function part(name: string, count: number, failAt = Number.POSITIVE_INFINITY): Partition<string> {
  return connectionPartition(name, async function* (token) {
    for (let start = Number(token ?? 0); start < count; start += pageSize) {
      if (start >= failAt) throw new Error('the index is gone');
      const end = Math.min(count, start + pageSize);
      const items = Array.from({ length: end - start }, (_, index) => `${name}-${start + index}`);
      yield { items, nextToken: end < count ? String(end) : null };
    }
  });
}

const itemsOf = (bodies: readonly string[]): ItemMessage[] =>
  bodies.map((body) => decodeMessage(body) as ItemMessage);

test('sends every item of every part once', async () => {
  const { queue, bodies } = await startQueue();
  const cursor = memoryCursor(freshState('strings', 'run-1'));
  const seen: number[] = [];
  const report = await enqueue({
    job,
    queue,
    cursor,
    partitions: [part('a', 100), part('b', 0), part('c', 31)],
    onProgress: (items) => seen.push(items),
  });
  expect(report).toEqual({ run: 'run-1', items: 131, refused: 0, ended: 'complete' });
  const messages = itemsOf(bodies('items'));
  expect(new Set(messages.map(({ item }) => item)).size).toBe(131);
  expect(new Set(messages.map(({ run }) => run))).toEqual(new Set(['run-1']));
  expect(seen.at(-1)).toBe(131);
});

test('goes on where it was, under the same run, and begins a new run after the end', async () => {
  const { queue, bodies } = await startQueue();
  const file = join(temporaryFolder(), 'cursor');
  const drain = new AbortController();
  const partitions = [part('a', 100), part('b', 100)];
  const open = () => openCursor({ file, job: 'strings' });
  let cursor = await open();
  const cut = await enqueue({
    job,
    queue,
    cursor,
    partitions,
    drainSignal: drain.signal,
    onProgress: (items) => items >= 45 && drain.abort(),
  });
  await cursor.close();
  expect(cut.ended).toBe('interrupted');
  expect(cut.items).toBeLessThan(200);
  cursor = await open();
  expect(cursor.resumed).toBe(true);
  const report = await enqueue({ job, queue, cursor, partitions });
  await cursor.close();
  expect(report).toEqual({ run: cut.run, items: 200, refused: 0, ended: 'complete' });
  expect(bodies('items')).toHaveLength(200);
  cursor = await open();
  expect(cursor.resumed).toBe(false);
  expect(cursor.state.run).not.toBe(cut.run);
  await cursor.close();
});

test('a part that fails names itself, keeps what was sent, and the others can go on', async () => {
  const { queue, bodies } = await startQueue();
  const file = join(temporaryFolder(), 'cursor');
  let cursor = await openCursor({ file, job: 'strings' });
  const broken = [part('a', 30), part('b', 100, 30)];
  const options = { job, queue, partitionsAtATime: 1 };
  const failing = enqueue({ ...options, cursor, partitions: broken });
  await expect(failing).rejects.toMatchObject({
    code: 'source-failed',
    message: /part b: the index is gone/,
  });
  await cursor.close();
  cursor = await openCursor({ file, job: 'strings' });
  const report = await enqueue({ ...options, cursor, partitions: [part('a', 30), part('b', 100)] });
  await cursor.close();
  expect(report.items).toBe(130);
  expect(new Set(itemsOf(bodies('items')).map(({ item }) => item)).size).toBe(130);
});

test('ends at once though a part hangs and heeds no signal; the same cursor goes on', async () => {
  const { queue, bodies } = await startQueue();
  const cursor = memoryCursor(freshState('strings', 'run-1'));
  const stop = new AbortController();
  const hanging: Partition<string> = {
    ...part('a', 40),
    async *read(from, context) {
      for await (const page of part('a', 40).read(from, context)) {
        yield page;
        setImmediate(() => stop.abort());
        await new Promise(() => undefined);
      }
    },
  };
  const options = { job, queue, cursor };
  const cut = await enqueue({ ...options, partitions: [hanging], signal: stop.signal });
  expect(cut).toEqual({ run: 'run-1', items: pageSize, refused: 0, ended: 'interrupted' });
  const rest = await enqueue({ ...options, partitions: [part('a', 40)] });
  expect(rest).toEqual({ run: 'run-1', items: 40, refused: 0, ended: 'complete' });
  expect(new Set(itemsOf(bodies('items')).map(({ item }) => item)).size).toBe(40);
});

test('tells of an item that is too large for the queue, and sends the others', async () => {
  const { queue, bodies } = await startQueue();
  const large = `large-${'ü'.repeat(600_000)}`;
  const partitions = [
    {
      name: 'all',
      read: async function* () {
        yield { items: ['small', large], next: undefined };
      },
    },
  ];
  const refused: string[] = [];
  const report = await enqueue({
    job,
    queue,
    partitions,
    cursor: memoryCursor(freshState('strings')),
    onRefused: (key, reason) => refused.push(`${key.slice(0, 5)}: ${reason}`),
  });
  expect(report).toMatchObject({ items: 1, refused: 1, ended: 'complete' });
  expect(refused).toEqual([expect.stringMatching(/^large: It has 1200\d{3} bytes; SQS takes 1048576\.$/)]);
  expect(bodies('items')).toHaveLength(1);
});

test('messages that are large together go in several requests', async () => {
  const { queue, bodies } = await startQueue();
  const items = Array.from({ length: 10 }, (_, index) => `${index}-${'x'.repeat(300_000)}`);
  const partitions = [
    {
      name: 'all',
      read: async function* () {
        yield { items, next: undefined };
      },
    },
  ];
  await enqueue({ job, queue, partitions, cursor: memoryCursor(freshState('strings')) });
  expect(bodies('items')).toHaveLength(10);
});

test('a cursor is refused when it is another process’s, another job’s or damaged', async () => {
  const file = join(temporaryFolder(), 'cursor');
  const cursor = await openCursor({ file, job: 'strings' });
  await expect(openCursor({ file, job: 'strings' })).rejects.toMatchObject({ code: 'journal-locked' });
  await cursor.close();
  await expect(openCursor({ file, job: 'others' })).rejects.toMatchObject({ code: 'cursor' });
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, 20));
  await expect(openCursor({ file, job: 'strings' })).rejects.toThrow(/damaged: move it away/);
});
