import { AbortedError, HttpStatusError } from '@postern/client';
import { expect, test } from 'vitest';
import type { Outcome } from './outcome.ts';
import { adaptivePace } from './pace/adaptive-pace.ts';
import { FakeClock } from './test-support/fake-clock.ts';
import { runOnce, stringJob } from './test-support/run-once.ts';
import { SimulatedApi } from './test-support/simulated-api.ts';
import { temporaryFolder } from './test-support/temporary-folder.ts';

const items = Array.from({ length: 300 }, (_, index) => `item-${index}`);
const operationName = 'Simulated';

test('an item that was never sent pays for nothing, however often and whatever got through meanwhile', async () => {
  let tries = 0;
  const api = new SimulatedApi((chunk) => {
    if (!chunk.includes('item-42')) return 'fine';
    tries += 1;
    return tries <= 20 ? 'unreachable' : 'fine';
  });
  const report = await runOnce(temporaryFolder(), stringJob(items, api), { clock: new FakeClock() });
  expect(report).toMatchObject({ ended: 'complete', completed: 300, failed: 0, lost: 0 });
});

test('an outage is held against no item, even if it meets trouble once more after that', async () => {
  const unlucky = new Set<string>();
  const api = new SimulatedApi((chunk, request) => {
    if (request > 3 && request <= 400) return 'lost before';
    const [first = ''] = chunk;
    // Some get through again before it meets the others once more.
    if (request <= 410 || chunk.length > 1 || unlucky.has(first)) return 'fine';
    unlucky.add(first);
    return 'lost before';
  });
  const report = await runOnce(temporaryFolder(), stringJob(items, api), {
    clock: new FakeClock(),
    stallMs: Number.POSITIVE_INFINITY,
  });
  expect(unlucky.size).toBeGreaterThan(0);
  expect(report).toMatchObject({ ended: 'complete', completed: 300, failed: 0, lost: 0 });
});

test('an item that breaks its request is found among the last as well', async () => {
  const api = new SimulatedApi((chunk) => (chunk.includes('item-299') ? 'lost before' : 'fine'));
  const report = await runOnce(temporaryFolder(), stringJob(items, api), { clock: new FakeClock() });
  expect(report).toMatchObject({ ended: 'complete', completed: 299, failed: 1, lost: 0 });
});

test('answers that only say that the tables are throttled get nothing through: the run stops', async () => {
  const process = async (chunk: readonly string[]): Promise<Outcome[]> =>
    chunk.map(() => ({ status: 'again', throttled: true, reason: 'The table has no capacity left.' }));
  const report = await runOnce(temporaryFolder(), stringJob(items, { process }), {
    clock: new FakeClock(),
    stallMs: 30_000,
  });
  expect(report).toMatchObject({ ended: 'stopped', completed: 0, failed: 0, lost: 0 });
  expect(report.error).toMatchObject({
    code: 'stalled',
    message: 'Nothing got through for 30 s; the last answer: The table has no capacity left.',
  });
});

test('a job that ends its own calls is slowed down and stopped rather than asked for ever', async () => {
  const process = (): Promise<Outcome[]> => Promise.reject(new AbortedError('mine', { operationName }));
  const report = await runOnce(temporaryFolder(), stringJob(items, { process }), {
    clock: new FakeClock(),
    stallMs: 30_000,
  });
  expect(report).toMatchObject({ ended: 'stopped', failed: 0, lost: 0, error: { code: 'stalled' } });
});

test('a server in trouble is asked again when it says, and not before', async () => {
  const clock = new FakeClock();
  const sentAtMs: number[] = [];
  const process = async (chunk: readonly string[]): Promise<Outcome[]> => {
    sentAtMs.push(clock.now());
    if (sentAtMs.length > 1) return chunk.map(() => ({ status: 'done' }));
    throw new HttpStatusError('down', { operationName, status: 503, retryAfterMs: 40_000 });
  };
  const report = await runOnce(temporaryFolder(), stringJob(items.slice(0, 20), { process }), {
    clock,
    pace: adaptivePace(),
  });
  expect(report).toMatchObject({ ended: 'complete', completed: 20 });
  expect(sentAtMs).toEqual([0, 40_000]);
});
