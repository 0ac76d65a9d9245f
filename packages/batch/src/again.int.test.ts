import { join } from 'node:path';
import { NetworkError } from '@postern/client';
import { describe, expect, test } from 'vitest';
import { readDeadLetters } from './dead-letters.ts';
import type { Answer } from './job.ts';
import type { Outcome } from './outcome.ts';
import { adaptivePace } from './pace/adaptive-pace.ts';
import { memoryJournal } from './queue/memory-journal.ts';
import { noDeadLetters } from './queue/queue-dead-letters.ts';
import { runJob } from './run-job.ts';
import { runOnce, stringJob } from './test-support/run-once.ts';
import { SimulatedApi } from './test-support/simulated-api.ts';
import { temporaryFolder } from './test-support/temporary-folder.ts';

const items = Array.from({ length: 300 }, (_, index) => `item-${index}`);

// Stops at the third request, whose items are in flight then.
function stopping(api: SimulatedApi, { applied }: { applied: boolean }) {
  const stop = new AbortController();
  let requests = 0;
  const process = async (chunk: readonly string[]): Promise<Outcome[]> => {
    requests += 1;
    if (requests < 3) return api.process(chunk);
    if (applied) await api.process(chunk);
    stop.abort();
    throw new NetworkError('gone', { operationName: 'Simulated', mayHaveArrived: true });
  };
  return { process, signal: stop.signal };
}

test.each([
  ['was done', { applied: true }],
  ['had not been done', { applied: false }],
])(
  'an item that a source such as a file gives again is counted once: what was in flight %s',
  async (_, how) => {
    const folder = temporaryFolder();
    const api = new SimulatedApi();
    const { process, signal } = stopping(api, how);
    const cut = await runOnce(folder, stringJob(items, { ...api, process }), { signal });
    expect(cut.ended).toBe('interrupted');
    const report = await runOnce(folder, stringJob(items, api));
    expect(report).toMatchObject({ ended: 'complete', items: 300, completed: 300, failed: 0, lost: 0 });
    expect(api.changes.size).toBe(300);
    expect(new Set(api.changes.values())).toEqual(new Set([1]));
  },
);

test('what fails while the end of the source is waited for is done all the same', async () => {
  const api = new SimulatedApi();
  const end = Promise.withResolvers<undefined>();
  let requests = 0;
  const job = stringJob([], {
    ...api,
    async *source() {
      yield* items.slice(0, 25);
      await end.promise;
    },
    process: async (chunk) => {
      requests += 1;
      if (requests > 1) return api.process(chunk);
      // The source ends once this failure is dealt with.
      setTimeout(() => end.resolve(undefined), 20);
      throw new NetworkError('gone', { operationName: 'Simulated', mayHaveArrived: false });
    },
  });
  const report = await runOnce(temporaryFolder(), job, { pace: adaptivePace({ maxChunkSize: 25 }) });
  expect(report).toMatchObject({ ended: 'complete', items: 25, completed: 25, notStarted: 0, lost: 0 });
});

test('what comes back at the very moment at which the source ends is done all the same', async () => {
  for (let ticks = 0; ticks < 60; ticks += 1) {
    let requests = 0;
    const process = async (chunk: readonly string[]): Promise<Outcome[]> => {
      requests += 1;
      const again: Outcome = { status: 'again', throttled: false, reason: 'Not now.' };
      return chunk.map((_, index) => (requests > 1 || index === 0 ? { status: 'done' } : again));
    };
    const journal = await memoryJournal('strings', 'run', () => undefined);
    const append = async (): Promise<void> => {
      for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
    };
    const options = { journal: { ...journal, append }, deadLetters: noDeadLetters };
    const report = await runJob(stringJob(items.slice(0, 25), { process }), options);
    expect({ ticks, ...report }).toMatchObject({ ticks, completed: 25, notStarted: 0, lost: 0 });
  }
});

describe('where asking fails for ever', () => {
  const ask = (): Promise<Answer[]> => Promise.reject(new TypeError('no such field'));

  // In flight at the end of the first process: item-0 to item-24, of which some are done.
  async function cut(folder: string, api: SimulatedApi): Promise<void> {
    const stop = new AbortController();
    const process = async (chunk: readonly string[]): Promise<Outcome[]> => {
      await api.process(chunk.slice(0, 5));
      stop.abort();
      throw new NetworkError('gone', { operationName: 'Simulated', mayHaveArrived: true });
    };
    const pace = adaptivePace({ maxChunkSize: 25 });
    await runOnce(folder, stringJob(items, { process }), { signal: stop.signal, pace });
  }

  test('an item that the source gives again is worked on, and a letter has its item', async () => {
    const folder = temporaryFolder();
    const api = new SimulatedApi();
    await cut(folder, api);
    const report = await runOnce(folder, stringJob(items, { ...api, ask }));
    expect(report).toMatchObject({ ended: 'complete', items: 300, completed: 295, failed: 5, lost: 0 });
    const letters = await Array.fromAsync(readDeadLetters(join(folder, 'dead.ndjson')));
    expect(letters.map(({ item, reason }) => [item, reason]).sort()).toEqual(
      items.slice(0, 5).map((item) => [item, 'no such field']),
    );
  });

  test('an item that is not given again is lost until asking works', async () => {
    const folder = temporaryFolder();
    const api = new SimulatedApi();
    await cut(folder, api);
    const rest = items.slice(5);
    const first = await runOnce(folder, stringJob(rest, { ...api, ask }));
    expect(first).toMatchObject({ ended: 'complete', items: 300, completed: 295, failed: 0, lost: 5 });
    const second = await runOnce(folder, stringJob(rest, api));
    expect(second).toMatchObject({ ended: 'complete', items: 300, completed: 300, failed: 0, lost: 0 });
  });
});
