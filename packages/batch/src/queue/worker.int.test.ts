import { UnauthorizedError } from '@postern/client';
import { expect, test, vi } from 'vitest';
import type { Outcome } from '../outcome.ts';
import { QueueError } from '../errors.ts';
import { oneByOne } from '../one-by-one.ts';
import { FakeClock } from '../test-support/fake-clock.ts';
import { stringJob } from '../test-support/run-once.ts';
import { SimulatedApi, type Weather } from '../test-support/simulated-api.ts';
import { decodeMessage, encodeMessage } from './message.ts';
import { queueDeadLetters } from './queue-dead-letters.ts';
import type { Queue } from './queue.ts';
import { startQueue } from './test-support/queue-server.ts';
import { workOnQueue } from './worker.ts';

// Visibility timeouts are whole seconds of real time.
vi.setConfig({ testTimeout: 60_000 });

const items = Array.from({ length: 200 }, (_, index) => `item-${index}`);
const quick = { untilEmpty: true, waitSeconds: 1, random: () => 0 };

const messageOf = (item: string) => ({
  body: encodeMessage({ kind: 'item', job: 'strings', run: 'run-1', item }),
});

function shuffled<Thing>(things: readonly Thing[]): Thing[] {
  return things
    .map((thing) => ({ thing, at: Math.random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ thing }) => thing);
}

test('applies every effect once though messages come twice and in any order', async () => {
  const { queue, bodies } = await startQueue();
  const fine: Weather[] = ['fine', 'fine', 'fine'];
  const weathers: Weather[] = [...fine, 'lost after', ...fine, 'throttled', ...fine, 'lost before'];
  const api = new SimulatedApi((_, request) => weathers[request % weathers.length] ?? 'fine');
  await queue.send(shuffled([...items, ...items.slice(0, 60)]).map(messageOf));
  const report = await workOnQueue(stringJob([], api), { queue, ...quick });
  expect(report).toMatchObject({ done: 260, failed: 0, undeleted: 0, ended: 'empty' });
  expect(api.changes.size).toBe(200);
  expect(new Set(api.changes.values())).toEqual(new Set([1]));
  expect(bodies('items')).toEqual([]);
});

test('a failed item goes to the dead-letter queue with its reason, and can be moved back as it is', async () => {
  const { queue, deadLetters, bodies } = await startQueue();
  const process = oneByOne<string>(async (item): Promise<Outcome> =>
    item === 'item-7' ? { status: 'failed', code: 'odd', reason: 'Seven is odd.' } : { status: 'done' },
  );
  await queue.send(items.map(messageOf));
  const options = { queue, deadLetters: queueDeadLetters(deadLetters), ...quick };
  const report = await workOnQueue(stringJob([], { process }), options);
  expect(report).toMatchObject({ done: 199, failed: 1, back: 0, ended: 'empty' });
  expect(bodies('items-dead')).toEqual([messageOf('item-7').body]);
});

test('what cannot be worked on comes back until the redrive policy moves it', async () => {
  const { queue, bodies } = await startQueue(2);
  const process = oneByOne<string>(async (item): Promise<Outcome> => {
    if (item === 'item-7') throw new Error('Seven is odd.');
    return { status: 'done' };
  });
  const strange = [
    { body: 'no JSON' },
    { body: '{}' },
    { body: messageOf('x').body.replace('strings', 'others') },
  ];
  await queue.send([...['item-7', 'item-8'].map(messageOf), ...strange]);
  const report = await workOnQueue(stringJob([], { process }), { queue, ...quick });
  expect(report).toMatchObject({ done: 1, failed: 2, back: 6, ended: 'empty' });
  expect(bodies('items-dead').sort()).toEqual(
    [messageOf('item-7'), ...strange].map(({ body }) => body).sort(),
  );
});

test('nobody else gets a message for as long as it is worked on', async () => {
  const { queue } = await startQueue();
  await queue.send([messageOf('slow')]);
  let beats = 0;
  let beaten = (): void => undefined;
  const longEnough = new Promise<undefined>((resolve) => (beaten = () => resolve(undefined)));
  const watched: Queue = {
    ...queue,
    hide: async (messages, seconds) => {
      const failed = await queue.hide(messages, seconds);
      beats += messages.length;
      if (beats === 4) beaten();
      return failed;
    },
  };
  const others: unknown[] = [];
  const process = async (): Promise<Outcome[]> => {
    // Four beats of half a second: twice as long as the message was hidden for at first.
    await longEnough;
    const { signal } = new AbortController();
    others.push(...(await queue.receive({ max: 10, waitSeconds: 0, visibilitySeconds: 1, signal })));
    return [{ status: 'done' }];
  };
  const options = { ...quick, queue: watched, visibilitySeconds: 1 };
  const report = await workOnQueue(stringJob([], { process }), options);
  expect(others).toEqual([]);
  expect(report).toMatchObject({ done: 1, back: 0, undeleted: 0, ended: 'empty' });
});

test('finishes what is in flight when it drains, and gives the rest back at once', async () => {
  const { queue, bodies } = await startQueue();
  await queue.send(items.map(messageOf));
  const drain = new AbortController();
  const api = new SimulatedApi((_, request) => {
    if (request === 3) drain.abort();
    return 'fine';
  });
  const report = await workOnQueue(stringJob([], api), { queue, drainSignal: drain.signal, ...quick });
  expect(report.ended).toBe('interrupted');
  expect(report.done).toBe(api.changes.size);
  expect(bodies('items')).toHaveLength(200 - api.changes.size);
  const rest = await workOnQueue(stringJob([], new SimulatedApi()), { queue, ...quick });
  expect(rest).toMatchObject({ done: 200 - api.changes.size, ended: 'empty' });
});

test('does not wait for requests that hang when it must stop at once', async () => {
  const { queue } = await startQueue();
  await queue.send([messageOf('a')]);
  const stop = new AbortController();
  const process = (): Promise<Outcome[]> => {
    stop.abort();
    return new Promise(() => undefined);
  };
  const report = await workOnQueue(stringJob([], { process }), { queue, signal: stop.signal, ...quick });
  expect(report).toMatchObject({ done: 0, back: 1, ended: 'interrupted' });
  expect((await queue.backlog()).visible).toBe(1);
});

test('an API that is down costs no message its place, and is asked with one message at a time', async () => {
  const { queue, bodies } = await startQueue(2);
  await queue.send(items.map(messageOf));
  let isDown = true;
  const asked = new Set<string>();
  const api = new SimulatedApi((chunk) => {
    if (isDown) for (const item of chunk) asked.add(item);
    return isDown ? 'lost before' : 'fine';
  });
  let rests = 0;
  // Time goes on in the worker's pauses alone; the third time that it rests, the API is back.
  const clock = new FakeClock();
  const sleep = clock.sleep.bind(clock);
  clock.sleep = (ms) => {
    if (ms > 7_000 && ++rests === 3) isDown = false;
    return sleep(ms);
  };
  const options = { queue, ...quick, clock, stallMs: 5_000, visibilitySeconds: 30_000 };
  const report = await workOnQueue(stringJob([], api), options);
  expect(report).toMatchObject({ done: 200, failed: 0, ended: 'empty' });
  expect(bodies('items-dead')).toEqual([]);
  expect(report.back).toBeLessThanOrEqual(25 + 2);
  expect(asked.size).toBe(report.back);
});

test('a refused caller stops the worker, and its messages are there for another', async () => {
  const { queue } = await startQueue();
  await queue.send(items.map(messageOf));
  const process = (): Promise<Outcome[]> =>
    Promise.reject(new UnauthorizedError('The token is refused.', { operationName: 'Simulated' }));
  const report = await workOnQueue(stringJob([], { process }), { queue, ...quick });
  expect(report).toMatchObject({ done: 0, failed: 0, ended: 'stopped', error: { code: 'unauthorized' } });
  expect(await queue.backlog()).toEqual({ visible: 200, inFlight: 0, delayed: 0 });
});

test('what a worker has in its hand when the queue fails is there for another at once', async () => {
  const { queue } = await startQueue();
  await queue.send(items.map(messageOf));
  let receives = 0;
  const failing: Queue = {
    ...queue,
    receive: async (options) => {
      receives += 1;
      if (receives === 2) throw new QueueError('The queue does not answer.');
      return queue.receive(options);
    },
  };
  const report = await workOnQueue(stringJob([], new SimulatedApi()), { queue: failing, ...quick });
  expect(report).toMatchObject({ done: 0, ended: 'stopped', error: { code: 'queue' } });
  await expect.poll(() => queue.backlog()).toEqual({ visible: 200, inFlight: 0, delayed: 0 });
});

test('a queue that is not there is one clear error', async () => {
  const { queue } = await startQueue();
  const missing = { ...queue, receive: async () => Promise.reject(new Error('no such queue')) };
  const report = await workOnQueue(stringJob([], new SimulatedApi()), { queue: missing, ...quick });
  expect(report).toMatchObject({ ended: 'stopped', error: { message: 'no such queue' } });
});

test.each([
  'null',
  '[]',
  '{"postern":2}',
  '{"postern":1,"job":"a"}',
  '{"postern":1,"job":"a","run":"b","kind":"?"}',
])('says what is wrong with the message %s', (body) => {
  expect(decodeMessage(body)).toMatch(/^Its body /);
});
