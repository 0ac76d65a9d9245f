import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NetworkError, UnauthorizedError } from '@postern/client';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DeadLetter } from './dead-letters.ts';
import type { Answer } from './job.ts';
import type { Outcome } from './outcome.ts';
import { oneByOne } from './one-by-one.ts';
import { adaptivePace } from './pace/adaptive-pace.ts';
import type { Pace } from './pace/pace.ts';
import { FakeClock } from './test-support/fake-clock.ts';
import { runOnce, stringJob } from './test-support/run-once.ts';
import { SimulatedApi, type Weather } from './test-support/simulated-api.ts';
import { temporaryFolder } from './test-support/temporary-folder.ts';

const items = Array.from({ length: 300 }, (_, index) => `item-${index}`);
const operationName = 'Simulated';

function deadLetters(folder: string): DeadLetter[] {
  const text = readFileSync(join(folder, 'dead.ndjson'), 'utf8');
  return text.split('\n').flatMap((line) => (line ? [JSON.parse(line) as DeadLetter] : []));
}

test('settles every item and says so', async () => {
  const api = new SimulatedApi();
  const report = await runOnce(temporaryFolder(), stringJob(items, api));
  expect(report).toMatchObject({ ended: 'complete', items: 300, completed: 300, failed: 0, lost: 0 });
  expect(report).toMatchObject({ requests: api.sizes.length, retries: 0, throttled: 0, notStarted: 0 });
  expect(api.changes.size).toBe(300);
});

test('a failed item is in the dead letters with its reason, and the others are done', async () => {
  const folder = temporaryFolder();
  const process = oneByOne<string>(async (item): Promise<Outcome> => {
    if (item === 'item-7') return { status: 'failed', code: 'odd', reason: 'Seven is odd.' };
    if (item === 'item-8') throw new Error('Eight is even.');
    return { status: 'done' };
  });
  const report = await runOnce(folder, stringJob(items, { process }));
  expect(report).toMatchObject({ completed: 298, failed: 2, lost: 0 });
  expect(deadLetters(folder)).toMatchObject([
    { key: 'item-7', code: 'odd', reason: 'Seven is odd.', item: 'item-7', job: 'strings', run: report.run },
    { key: 'item-8', code: 'threw', reason: 'Eight is even.' },
  ]);
});

test('finds the poison item in a request that fails as a whole', async () => {
  const folder = temporaryFolder();
  const process = async (chunk: readonly string[]): Promise<Outcome[]> => {
    if (chunk.includes('item-42')) throw new TypeError('42 cannot be serialized');
    return chunk.map(() => ({ status: 'done' }));
  };
  const report = await runOnce(folder, stringJob(items, { process }));
  expect(report).toMatchObject({ completed: 299, failed: 1, lost: 0 });
  expect(deadLetters(folder)).toMatchObject([{ key: 'item-42', reason: '42 cannot be serialized' }]);
});

test('an item that always breaks its request is given up, while the server itself is waited for', async () => {
  const folder = temporaryFolder();
  const api = new SimulatedApi((chunk) => (chunk.includes('item-42') ? 'lost before' : 'fine'));
  const report = await runOnce(folder, stringJob(items, api), { clock: new FakeClock() });
  expect(report).toMatchObject({ ended: 'complete', completed: 299, failed: 1, lost: 0 });
  expect(deadLetters(folder)).toMatchObject([{ key: 'item-42', code: 'network' }]);
});

test('requests shrink until they fit a bucket that is smaller than them', async () => {
  const api = new SimulatedApi((chunk) => (chunk.length > 3 ? 'throttled' : 'fine'));
  const report = await runOnce(temporaryFolder(), stringJob(items, api), { clock: new FakeClock() });
  expect(report).toMatchObject({ ended: 'complete', completed: 300, failed: 0, lost: 0 });
  expect(report.throttled).toBeGreaterThan(0);
  expect(report.retries).toBeGreaterThan(0);
});

test('stops, resumable, when nothing gets through for too long', async () => {
  const folder = temporaryFolder();
  let down = true;
  const api = new SimulatedApi((_, request) => (down && request > 3 ? 'throttled' : 'fine'));
  const job = stringJob(items, api);
  const report = await runOnce(folder, job, { clock: new FakeClock(), stallMs: 30_000 });
  expect(report).toMatchObject({ ended: 'stopped', failed: 0, lost: 0, error: { code: 'stalled' } });
  down = false;
  const again = await runOnce(folder, job);
  expect(again).toMatchObject({ ended: 'complete', items: 300, completed: 300, lost: 0 });
  expect(again.earlier.completed).toBe(report.completed);
});

test('never has more in flight than allowed, and reads the source only as it goes', async () => {
  let read = 0;
  let settled = 0;
  let ahead = 0;
  let inFlight = 0;
  let most = 0;
  async function* source(): AsyncGenerator<string> {
    for (let index = 0; index < 5_000; index += 1) {
      read += 1;
      ahead = Math.max(ahead, read - settled);
      yield `item-${index}`;
    }
  }
  const process = async (chunk: readonly string[]): Promise<Outcome[]> => {
    inFlight += 1;
    most = Math.max(most, inFlight);
    await new Promise((resolve) => setImmediate(resolve));
    inFlight -= 1;
    settled += chunk.length;
    return chunk.map(() => ({ status: 'done' }));
  };
  const report = await runOnce(temporaryFolder(), { ...stringJob([], { process }), source });
  expect(report.completed).toBe(5_000);
  expect(most).toBeLessThanOrEqual(16);
  expect(ahead).toBeLessThanOrEqual(17 * 25);
});

test('drains what is in flight, and the next run does the rest', async () => {
  const folder = temporaryFolder();
  const drain = new AbortController();
  const api = new SimulatedApi((_, request) => {
    if (request === 3) drain.abort();
    return 'fine';
  });
  const job = stringJob(items, api);
  const report = await runOnce(folder, job, { drainSignal: drain.signal });
  expect(report).toMatchObject({ ended: 'interrupted', failed: 0, lost: 0 });
  expect(report.completed).toBe(api.changes.size);
  expect(report.completed).toBeLessThan(300);
  const again = await runOnce(folder, job);
  expect(again).toMatchObject({ ended: 'complete', items: 300, completed: 300, lost: 0 });
  expect(again.run).toBe(report.run);
});

test('does not wait for a source that hangs when it drains', async () => {
  const drain = new AbortController();
  async function* source(): AsyncGenerator<string> {
    yield 'a';
    drain.abort();
    await new Promise(() => undefined);
  }
  const report = await runOnce(
    temporaryFolder(),
    { ...stringJob([], new SimulatedApi()), source },
    { drainSignal: drain.signal },
  );
  expect(report).toMatchObject({ ended: 'interrupted', items: 1, completed: 0, notStarted: 1, lost: 0 });
});

test('does not wait for requests that hang when it must stop at once', async () => {
  const folder = temporaryFolder();
  const stop = new AbortController();
  const process = (): Promise<Outcome[]> => {
    stop.abort();
    return new Promise(() => undefined);
  };
  const report = await runOnce(folder, stringJob(items, { process }), { signal: stop.signal });
  expect(report).toMatchObject({ ended: 'interrupted', completed: 0, lost: 0 });
  expect(report.items).toBe(report.notStarted);
  const again = await runOnce(folder, stringJob(items, new SimulatedApi()));
  expect(again).toMatchObject({ ended: 'complete', completed: 300, lost: 0 });
});

test('an item that hangs becomes a dead letter, and the others do not wait for it', async () => {
  const folder = temporaryFolder();
  const process = (chunk: readonly string[]): Promise<Outcome[]> =>
    chunk.includes('item-42')
      ? new Promise(() => undefined)
      : Promise.resolve(chunk.map(() => ({ status: 'done' })));
  const report = await runOnce(folder, stringJob(items, { process }), {
    requestTimeoutMs: 20,
    pace: adaptivePace({ baseHoldMs: 1 }),
  });
  expect(report).toMatchObject({ ended: 'complete', completed: 299, failed: 1, lost: 0 });
  expect(deadLetters(folder)).toMatchObject([
    { key: 'item-42', code: 'timeout', reason: 'Nothing came back within 0.02 s.' },
  ]);
});

test('a source that fails mid-way stops the run and leaves the rest resumable', async () => {
  const folder = temporaryFolder();
  async function* broken(): AsyncGenerator<string> {
    yield* items.slice(0, 60);
    throw new Error('the list is gone');
  }
  const api = new SimulatedApi();
  const report = await runOnce(folder, { ...stringJob(items, api), source: broken });
  expect(report).toMatchObject({ ended: 'stopped', lost: 0, error: { code: 'source-failed' } });
  const again = await runOnce(folder, stringJob(items, api));
  expect(again).toMatchObject({ ended: 'complete', items: 300, completed: 300, lost: 0 });
});

test('a refused caller stops the run, and no item pays for it', async () => {
  const folder = temporaryFolder();
  let requests = 0;
  const process = async (chunk: readonly string[]): Promise<Outcome[]> => {
    requests += 1;
    if (requests > 2) throw new UnauthorizedError('The token is refused.', { operationName });
    return chunk.map(() => ({ status: 'done' }));
  };
  const report = await runOnce(folder, stringJob(items, { process }));
  expect(report).toMatchObject({ ended: 'stopped', failed: 0, lost: 0, error: { code: 'unauthorized' } });
  expect(requests).toBeLessThan(12);
});

test('an error that the caller calls fatal stops the run', async () => {
  const process = (): Promise<Outcome[]> => Promise.reject(new Error('wrong password'));
  const report = await runOnce(temporaryFolder(), stringJob(items, { process }), {
    classify: () => ({ kind: 'fatal' }),
  });
  expect(report).toMatchObject({
    ended: 'stopped',
    failed: 0,
    lost: 0,
    error: { message: 'wrong password' },
  });
});

test('a job that gives too few outcomes is stopped rather than believed', async () => {
  const process = (): Promise<Outcome[]> => Promise.resolve([]);
  const report = await runOnce(temporaryFolder(), stringJob(items, { process }));
  expect(report).toMatchObject({ ended: 'stopped', completed: 0, lost: 0, error: { code: 'job-broken' } });
});

test('asks about an item that was in flight at a crash and that the source gives no more', async () => {
  const folder = temporaryFolder();
  const api = new SimulatedApi();
  const stop = new AbortController();
  const crash = async (chunk: readonly string[]): Promise<Outcome[]> => {
    await api.process(chunk);
    stop.abort();
    throw new NetworkError('gone', { operationName, mayHaveArrived: true });
  };
  await runOnce(folder, stringJob(items, { ...api, process: crash }), { signal: stop.signal });
  const rest = items.filter((item) => !api.changes.has(item));
  expect(rest.length).toBeLessThan(300);
  const report = await runOnce(folder, stringJob(rest, api));
  expect(report).toMatchObject({ ended: 'complete', items: 300, completed: 300, failed: 0, lost: 0 });
});

test('an item that vanished between a crash and the restart is reported as lost', async () => {
  const folder = temporaryFolder();
  const stop = new AbortController();
  const process = (): Promise<Outcome[]> => {
    stop.abort();
    return Promise.reject(new NetworkError('gone', { operationName, mayHaveArrived: false }));
  };
  const first = await runOnce(folder, stringJob(['a', 'b'], { process }), { signal: stop.signal });
  expect(first).toMatchObject({ items: 2, notStarted: 2, lost: 0 });
  const report = await runOnce(folder, stringJob(['b'], new SimulatedApi()));
  expect(report).toMatchObject({ ended: 'complete', items: 2, completed: 1, lost: 1 });
});

test('a request that arrives after the restart has asked about it is not taken for a loss', async () => {
  const folder = temporaryFolder();
  const stop = new AbortController();
  const process = (): Promise<Outcome[]> => {
    stop.abort();
    return Promise.reject(new NetworkError('gone', { operationName, mayHaveArrived: true }));
  };
  await runOnce(folder, stringJob(['a'], { process }), { signal: stop.signal });
  const answers: Answer[] = [{ status: 'pending' }, { status: 'done' }];
  const ask = async (): Promise<Answer[]> => answers.splice(0, 1);
  const report = await runOnce(folder, stringJob([], { process, ask }));
  expect(report).toMatchObject({ ended: 'complete', items: 1, completed: 1, lost: 0 });
});

test('an item that the server still shows as open is reported as lost, unless it is a dead letter', async () => {
  const process = async (chunk: readonly string[]): Promise<Outcome[]> =>
    chunk.map((item) =>
      item === 'b' ? { status: 'failed', code: 'odd', reason: 'It is odd.' } : { status: 'done' },
    );
  async function* leftovers(): AsyncGenerator<string> {
    yield* ['a', 'b'];
  }
  const job = { ...stringJob(['a', 'b', 'c'], { process }), leftovers };
  const report = await runOnce(temporaryFolder(), job);
  expect(report).toMatchObject({ ended: 'complete', completed: 2, failed: 1, lost: 1 });
});

test('tells of its progress, which only goes up', async () => {
  const seen: number[] = [];
  await runOnce(temporaryFolder(), stringJob(items, new SimulatedApi()), {
    onProgress: ({ completed }) => seen.push(completed),
  });
  expect(seen.at(-1)).toBe(300);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
});

const some = items.slice(0, 100);
const weathers: readonly Weather[] = [
  'fine',
  'fine',
  'throttled',
  'unreachable',
  'lost before',
  'lost after',
];

test('whatever the weather and wherever it is stopped, every effect is applied once and nothing is lost', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...weathers), { minLength: 1, maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 4 }),
      async (weather, stops) => {
        const folder = temporaryFolder();
        const forever = Number.POSITIVE_INFINITY;
        const patient = { clock: new FakeClock(), stallMs: forever, maxTroubles: forever };
        let requests = 0;
        const api = new SimulatedApi(() => weather[requests++ % weather.length] ?? 'fine');
        // The source is an index of open items, as the real one is: what is done is in it no more.
        const job = stringJob([], {
          ...api,
          async *source() {
            yield* some.filter((item) => !api.changes.has(item));
          },
        });
        for (const after of stops) {
          const stop = new AbortController();
          let left = after;
          const process = (chunk: readonly string[]): Promise<Outcome[]> => {
            left -= 1;
            if (left === 0) stop.abort();
            return api.process(chunk);
          };
          const cut = await runOnce(folder, { ...job, process }, { ...patient, signal: stop.signal });
          expect(cut).toMatchObject({ failed: 0, lost: 0 });
        }
        weather.push('fine');
        const report = await runOnce(folder, job, patient);
        expect(report).toMatchObject({ ended: 'complete', failed: 0, lost: 0 });
        expect(api.changes.size).toBe(some.length);
        expect(new Set(api.changes.values())).toEqual(new Set([1]));
      },
    ),
    { numRuns: 25, endOnFailure: true },
  );
});

test('tells the pace what a request cost and of which kind it was', async () => {
  const told: (number | undefined | string)[][] = [];
  const pace = adaptivePace({ maxConcurrency: 1, maxChunkSize: 150 });
  const watched: Pace = {
    get concurrency() {
      return pace.concurrency;
    },
    get chunkSize() {
      return pace.chunkSize;
    },
    get holdUntilMs() {
      return pace.holdUntilMs;
    },
    launched: (count, nowMs, kind) => pace.launched(count, nowMs, kind),
    throttled: (feedback) => pace.throttled(feedback),
    failed: (feedback) => pace.failed(feedback),
    succeeded: (feedback) => {
      told.push([feedback.kind, feedback.items, feedback.tokens]);
      pace.succeeded(feedback);
    },
  };
  const job = stringJob(items, {
    process: async (chunk, { onTokensConsumed }) => {
      onTokensConsumed?.(3);
      onTokensConsumed?.(4);
      return chunk.map((item) => ({ status: item === 'item-0' ? 'unknown' : 'done' }));
    },
    ask: async (keys) => keys.map(() => ({ status: 'done' })),
  });
  await runOnce(temporaryFolder(), job, { pace: watched });
  expect(told).toEqual([
    ['strings', 150, 7],
    ['strings', 150, 7],
    ['strings ask', 1, undefined],
  ]);
});
