import { expect, test } from 'vitest';
import { countAttempts } from '../index.ts';
import { ItemsByStatus } from '../test-support/operations.ts';
import { names, partitioned } from '../test-support/partitioned.ts';
import { stub } from '../test-support/stub-client.ts';

const records = { A: names('a', 7), B: names('b', 3), C: [], D: names('d', 4) };
const all = Object.keys(records).map((status) => ({ status }));
const everything = Object.values(records).flat().sort();

test('reads every item of every partition once', async () => {
  const { client, server } = await stub(partitioned(records));
  const read = client.partitions(ItemsByStatus, all, { pageSize: 2, concurrency: 2 });
  const ids = (await Array.fromAsync(read)).map(({ id }) => id);
  expect(ids.sort()).toEqual(everything);
  expect(server.received).toHaveLength(4 + 2 + 1 + 2);
  expect(read.progress().map(({ done, returned }) => [done, returned])).toEqual([
    [true, 7],
    [true, 3],
    [true, 0],
    [true, 4],
  ]);
});

test('one slow partition does not hold up the others', async () => {
  const answer = partitioned(records);
  const { client } = await stub((request) =>
    request.body.variables.status === 'A' ? 'silence' : answer(request),
  );
  const seen: string[] = [];
  for await (const { id } of client.partitions(ItemsByStatus, all, { pageSize: 2 })) {
    if (seen.push(id) === 7) break;
  }
  expect(seen.sort()).toEqual(['b1', 'b2', 'b3', 'd1', 'd2', 'd3', 'd4']);
});

test('a reader that is in no hurry makes it read one page ahead in each partition, and no more', async () => {
  const { client, server } = await stub(partitioned(records));
  const pages = client.partitions(ItemsByStatus, [{ status: 'A' }], { pageSize: 2 }).byPage();
  const iterator = pages[Symbol.asyncIterator]();
  expect(await iterator.next()).toMatchObject({ value: { partition: 0, nextToken: '2' } });
  await expect.poll(() => server.received.length).toBe(2);
  await iterator.return?.(undefined);
  expect(server.received).toHaveLength(2);
});

test('goes on where it stopped, whatever the order in which pages came', async () => {
  const { client } = await stub(partitioned(records));
  const first = client.partitions(ItemsByStatus, all, { pageSize: 2, concurrency: 2 });
  const seen = new Set<string>();
  let pages = 0;
  for await (const { items } of first.byPage()) {
    if ((pages += 1) === 4) break;
    for (const { id } of items) seen.add(id);
  }
  // The fourth page was handed out and dropped: it comes again.
  const second = client.partitions(ItemsByStatus, all, { pageSize: 2, resume: first.progress() });
  for await (const { id } of second) seen.add(id);
  expect([...seen].sort()).toEqual(everything);
  expect(second.progress().every(({ done }) => done)).toBe(true);
});

test('the failure of one ends all, and progress tells where each stands', async () => {
  const answer = partitioned(records);
  const { client } = await stub(
    (request) => (request.body.variables.status === 'B' ? { status: 400, body: 'no' } : answer(request)),
    { retry: { maxAttempts: 1 } },
  );
  const read = client.partitions(ItemsByStatus, all, { pageSize: 2, concurrency: 1 });
  await expect(Array.fromAsync(read)).rejects.toMatchObject({ code: 'http-status' });
  expect(read.progress().map(({ done }) => done)).toEqual([true, false, false, false]);
});

test('says which positions do not fit', async () => {
  const { client } = await stub(partitioned(records));
  expect(() => client.partitions(ItemsByStatus, all, { resume: [] })).toThrow(
    'resume: 0 positions for 4 partitions of ItemsByStatus.',
  );
});

test('begins each where its variables say, and goes on from there', async () => {
  const { client } = await stub(partitioned(records));
  const from = [
    { status: 'A', nextToken: '5' },
    { status: 'B', nextToken: '2' },
  ];
  const read = client.partitions(ItemsByStatus, from, { pageSize: 2 });
  expect(read.progress().map(({ resumeFrom }) => resumeFrom)).toEqual(['5', '2']);
  expect((await Array.fromAsync(read)).map(({ id }) => id).sort()).toEqual(['a6', 'a7', 'b3']);
});

test('reads all at once where no number is too large', async () => {
  const { client } = await stub(partitioned(records));
  const read = client.partitions(ItemsByStatus, all, { pageSize: 2, concurrency: Infinity });
  expect(await Array.fromAsync(read)).toHaveLength(everything.length);
});

test('an abort ends it before pages that were read ahead, which come again when it goes on', async () => {
  const { counts, onAttempt } = countAttempts();
  const { client } = await stub(partitioned(records), { onAttempt });
  const stop = new AbortController();
  const read = client.partitions(ItemsByStatus, all, { pageSize: 10, signal: stop.signal });
  const iterator = read.byPage()[Symbol.asyncIterator]();
  const { value } = (await iterator.next()) as IteratorYieldResult<{ partition: number }>;
  await expect.poll(() => counts.requests).toBe(4);
  stop.abort();
  await expect(iterator.next()).rejects.toMatchObject({ code: 'aborted' });
  const done = read.progress().map((progress, index) => (progress.done ? index : undefined));
  expect(done.filter((index) => index !== undefined)).toEqual([value.partition]);
});
