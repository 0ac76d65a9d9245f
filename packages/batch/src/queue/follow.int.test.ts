import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { DeadLetter } from '../dead-letters.ts';
import { QueueError } from '../errors.ts';
import { oneByOne } from '../one-by-one.ts';
import type { Answer, Job } from '../job.ts';
import type { Outcome } from '../outcome.ts';
import { stringJob } from '../test-support/run-once.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { openCursor } from './cursor-file.ts';
import { enqueue } from './enqueue.ts';
import { readEnqueued, type Enqueued } from './enqueued.ts';
import { followQueue, type QueueProgress } from './follow.ts';
import { encodeMessage } from './message.ts';
import type { Queue } from './queue.ts';
import { queueDeadLetters } from './queue-dead-letters.ts';
import { startQueue } from './test-support/queue-server.ts';
import { workOnQueue } from './worker.ts';

vi.setConfig({ testTimeout: 60_000 });

const quick = { everySeconds: 0.01, quietSeconds: 0.05 };
const sent = (change: Partial<Enqueued>) => async (): Promise<Enqueued> => ({
  run: 'run-1',
  items: 20,
  refused: 0,
  ended: true,
  startedAt: '2026-01-01T00:00:00.000Z',
  parts: ['all'],
  ...change,
});
const messageOf = (item: string, run = 'run-1') => ({
  body: encodeMessage({ kind: 'item', job: 'strings', run, item }),
});
const items = Array.from({ length: 20 }, (_, index) => `item-${index}`);

test('tells of all items of a run when its workers are done, however often they came', async () => {
  const { queue, deadLetters, bodies } = await startQueue();
  const process = oneByOne<string>(async (item): Promise<Outcome> =>
    item === 'item-7' ? { status: 'failed', code: 'odd', reason: 'Seven is odd.' } : { status: 'done' },
  );
  await queue.send([...items, ...items].map((item) => messageOf(item)));
  // Of an earlier run, and of nobody.
  await deadLetters.send([messageOf('item-1', 'run-0'), { body: 'nonsense' }]);
  const job = stringJob([], { process });
  const told: QueueProgress[] = [];
  const letters: DeadLetter[] = [];
  const following = followQueue({
    job,
    queue,
    deadLetters,
    enqueued: sent({}),
    ...quick,
    onProgress: (progress) => told.push(progress),
    onFailed: async (some) => void letters.push(...some),
  });
  const options = { queue, deadLetters: queueDeadLetters(deadLetters), random: () => 0 };
  await workOnQueue(job, { ...options, untilEmpty: true, waitSeconds: 1 });
  expect(await following).toEqual({
    ended: 'complete',
    job: 'strings',
    run: 'run-1',
    items: 20,
    completed: 19,
    failed: 1,
    lost: 0,
    failures: [{ code: 'odd', count: 1, key: 'item-7', reason: 'Seven is odd.' }],
  });
  expect(letters).toEqual([
    {
      job: 'strings',
      run: 'run-1',
      key: 'item-7',
      item: 'item-7',
      code: 'odd',
      reason: 'Seven is odd.',
      at: expect.any(String),
    },
  ]);
  // It has only looked: the letters are where they were.
  expect(bodies('items-dead')).toHaveLength(4);
  const settled = told.map((progress) => progress.settled);
  expect(settled).toEqual(settled.toSorted((one, other) => one - other));
  expect(told.at(-1)).toEqual({ run: 'run-1', items: 20, remaining: 0, settled: 20 });
});

test('asks about dead letters that nobody gave a reason for: some of them are done', async () => {
  const { queue, deadLetters } = await startQueue();
  await deadLetters.send(['item-1', 'item-2', 'item-3'].map((item) => messageOf(item)));
  const answers: Record<string, Answer> = {
    'item-1': { status: 'done' },
    'item-2': { status: 'failed', code: 'changed', reason: 'Somebody else was first.' },
    'item-3': { status: 'pending' },
  };
  const job: Job<string> = {
    ...stringJob([], { process: async () => [] }),
    ask: async (keys) => keys.map((key) => answers[key] as Answer),
  };
  expect(await followQueue({ job, queue, deadLetters, enqueued: sent({}), ...quick })).toMatchObject({
    completed: 18,
    failed: 2,
    failures: [
      { code: 'changed', count: 1, key: 'item-2' },
      { code: 'undelivered', count: 1, key: 'item-3', reason: 'Nobody could work on it.' },
    ],
  });
});

test('what the server still shows as open is lost, unless it is a dead letter or was never taken', async () => {
  const { queue, deadLetters } = await startQueue();
  await deadLetters.send([messageOf('item-1')]);
  const job: Job<string> = {
    ...stringJob([], { process: async () => [] }),
    leftovers: async function* () {
      yield* ['item-1', 'item-2', 'too-large'];
    },
  };
  const report = await followQueue({ job, queue, deadLetters, enqueued: sent({ refused: 1 }), ...quick });
  expect(report).toMatchObject({ items: 21, completed: 18, failed: 2, lost: 1 });
});

test('does not take a queue for empty while the enqueuer works or something is in hand, and can be ended', async () => {
  const { queue } = await startQueue();
  const job = stringJob([], { process: async () => [] });
  const stop = new AbortController();
  let asked = 0;
  const ended = await followQueue({
    job,
    queue,
    enqueued: sent({ ended: false }),
    ...quick,
    drainSignal: stop.signal,
    onProgress: () => void ((asked += 1) === 20 && stop.abort()),
  });
  expect(ended).toEqual({ ended: 'interrupted', job: 'strings', run: 'run-1', items: 20, notStarted: 0 });
  await queue.send([messageOf('item-1')]);
  const { signal } = new AbortController();
  await queue.receive({ max: 1, waitSeconds: 1, visibilitySeconds: 60, signal });
  const again = new AbortController();
  asked = 0;
  const held = await followQueue({
    job,
    queue,
    enqueued: sent({}),
    ...quick,
    drainSignal: again.signal,
    onProgress: () => void ((asked += 1) === 20 && again.abort()),
  });
  expect(held).toMatchObject({ ended: 'interrupted', notStarted: 1 });
});

test('does not take another run for the one that it follows', async () => {
  const { queue } = await startQueue();
  const runs = ['run-1', 'run-1', 'run-2'];
  const enqueued = (): Promise<Enqueued> => sent({ run: runs.shift() ?? '', ended: false })();
  const following = followQueue({
    job: stringJob([], { process: async () => [] }),
    queue,
    enqueued,
    ...quick,
  });
  await expect(following).rejects.toThrow(
    'Another run (run-2) was begun before all of run-1 was seen to be done.',
  );
});

test('learns from the enqueuer’s cursor what was sent, while it works and afterwards', async () => {
  const { queue } = await startQueue();
  const file = join(temporaryFolder(), 'cursor');
  await expect(readEnqueued({ file, job: 'strings' })).rejects.toThrow(/is not there: enqueue strings first/);
  const cursor = await openCursor({ file, job: 'strings' });
  const counts: Enqueued[] = [];
  const pages = [
    ['a', 'b'],
    ['c', 'x'.repeat(1_200_000)],
  ];
  const partition = {
    name: 'all',
    read: async function* () {
      for (const [index, page] of pages.entries()) {
        yield { items: page, next: index === 0 ? '1' : undefined };
        counts.push(await readEnqueued({ file, job: 'strings' }));
      }
    },
  };
  const job = stringJob([], { process: async () => [] });
  const report = await enqueue({ job, partitions: [partition], queue, cursor });
  await cursor.close();
  expect(report).toMatchObject({ items: 3, refused: 1 });
  expect(counts[0]).toMatchObject({ items: 2, refused: 0, ended: false });
  expect(await readEnqueued({ file, job: 'strings' })).toEqual({
    run: report.run,
    items: 3,
    refused: 1,
    ended: true,
    startedAt: cursor.state.startedAt,
    parts: ['all'],
  });
  await expect(readEnqueued({ file, job: 'other' })).rejects.toThrow(/cursor of strings, not of other/);
});

test('dead letters that could not all be read are there again, and hidden no longer than the next one waits', async () => {
  const { queue, deadLetters } = await startQueue();
  await deadLetters.send(items.map((item) => messageOf(item)));
  let receives = 0;
  const hidden = new Set<number>();
  const failing: Queue = {
    ...deadLetters,
    receive: async (options) => {
      hidden.add(options.visibilitySeconds);
      receives += 1;
      if (receives === 2) throw new QueueError('The queue does not answer.');
      return deadLetters.receive(options);
    },
  };
  const job = stringJob([], { process: async () => [] });
  const options = { job, queue, enqueued: sent({}), ...quick };
  await expect(followQueue({ ...options, deadLetters: failing })).rejects.toMatchObject({ code: 'queue' });
  expect([...hidden]).toEqual([60]);
  expect((await deadLetters.backlog()).visible).toBe(20);
  expect(await followQueue({ ...options, deadLetters })).toMatchObject({
    items: 20,
    failed: 20,
    completed: 0,
  });
});
