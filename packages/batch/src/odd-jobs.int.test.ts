import { expect, test } from 'vitest';
import type { Job } from './job.ts';
import type { Outcome } from './outcome.ts';
import { adaptivePace } from './pace/adaptive-pace.ts';
import { FakeClock } from './test-support/fake-clock.ts';
import { runOnce, stringJob } from './test-support/run-once.ts';
import { SimulatedApi } from './test-support/simulated-api.ts';
import { temporaryFolder } from './test-support/temporary-folder.ts';

const items = Array.from({ length: 100 }, (_, index) => `item-${index}`);

test('a source without items is a run without items, which is over', async () => {
  const folder = temporaryFolder();
  const first = await runOnce(folder, stringJob([], new SimulatedApi()));
  expect(first).toMatchObject({ ended: 'complete', items: 0, completed: 0, requests: 0, lost: 0 });
  const second = await runOnce(folder, stringJob(['a'], new SimulatedApi()));
  expect(second).toMatchObject({ ended: 'complete', items: 1, completed: 1 });
  expect(second.run).not.toBe(first.run);
});

test('two jobs that share a pace stay under its ceiling together, and both come to their end', async () => {
  const clock = new FakeClock();
  const pace = adaptivePace({ maxRate: 100, maxChunkSize: 5 });
  const sent: { items: number; atMs: number }[] = [];
  const process = async (chunk: readonly string[]): Promise<Outcome[]> => {
    sent.push({ items: chunk.length, atMs: clock.now() });
    await new Promise((resolve) => setImmediate(resolve));
    return chunk.map(() => ({ status: 'done' }));
  };
  const run = () => runOnce(temporaryFolder(), stringJob(items, { process }), { pace, clock });
  const reports = await Promise.all([run(), run()]);
  for (const report of reports) expect(report).toMatchObject({ ended: 'complete', completed: 100, lost: 0 });
  let total = 0;
  for (const { items: count, atMs } of sent) {
    // Each may have one request ready that it read while the other sent its own.
    expect(total).toBeLessThanOrEqual((atMs / 1000) * 100 + 3 * 5);
    total += count;
  }
  expect(total).toBe(200);
});

test.each<[string, unknown, string]>([
  [
    'an outcome that there is not',
    ['a', { status: 'ok' }],
    'The job gave {"status":"ok"} as the outcome of b',
  ],
  ['no outcome for an item', ['a', undefined], 'The job gave undefined as the outcome of b'],
  ['no list', undefined, 'The job gave no list of outcomes for 2 items.'],
])('a job that gives %s is stopped, and no item is lost over it', async (_, answer, message) => {
  const outcomes = Array.isArray(answer) ? [{ status: 'done' }, answer[1]] : answer;
  const process = async (): Promise<Outcome[]> => outcomes as Outcome[];
  const report = await runOnce(temporaryFolder(), stringJob(['a', 'b'], { process }));
  expect(report).toMatchObject({ ended: 'stopped', completed: 0, failed: 0, notStarted: 2, lost: 0 });
  expect(report.error).toMatchObject({
    code: 'job-broken',
    message: expect.stringContaining(message) as string,
  });
});

test.each<[string, (item: string) => unknown, string]>([
  ['no text', () => undefined, 'The job’s key gave a value of type undefined for the item after the first 0'],
  [
    'nothing but an error',
    () => {
      throw new Error('no id');
    },
    'The job’s key failed for the item after the first 0: no id',
  ],
])('a key that is %s stops the run before it is in the journal', async (_, key, message) => {
  const folder = temporaryFolder();
  const job = stringJob(items, new SimulatedApi());
  const broken = await runOnce(folder, { ...job, key: key as Job<string>['key'] });
  expect(broken).toMatchObject({ ended: 'stopped', items: 0, lost: 0, error: { code: 'job-broken' } });
  expect((broken.error as Error).message).toContain(message.replaceAll('’', "'"));
  expect(await runOnce(folder, job)).toMatchObject({ ended: 'complete', completed: 100, lost: 0 });
});

test('a source that cannot be begun, or not be ended, is named for it and stops nothing else', async () => {
  const source = (): never => {
    throw new Error('no such list');
  };
  const job = { ...stringJob([], new SimulatedApi()), source };
  expect(await runOnce(temporaryFolder(), job)).toMatchObject({
    ended: 'stopped',
    error: { code: 'source-failed' },
  });
  const drain = new AbortController();
  const stubborn: AsyncIterator<string> = {
    next: async () => ({ done: false, value: `item-${Math.random()}` }),
    return: () => {
      throw new Error('I go on');
    },
  };
  const endless = { ...job, source: () => ({ [Symbol.asyncIterator]: () => stubborn }) };
  setImmediate(() => drain.abort());
  const report = await runOnce(temporaryFolder(), endless, { drainSignal: drain.signal });
  expect(report).toMatchObject({ ended: 'interrupted', lost: 0 });
});

test('a job may be an object of a class', async () => {
  class Counting implements Job<string> {
    readonly name = 'counting';
    seen = 0;
    async *source(): AsyncGenerator<string> {
      yield* items;
    }
    key(item: string): string {
      return item;
    }
    async process(chunk: readonly string[]): Promise<Outcome[]> {
      this.seen += chunk.length;
      return chunk.map(() => ({ status: 'done' }));
    }
  }
  const job = new Counting();
  expect(await runOnce(temporaryFolder(), job)).toMatchObject({
    ended: 'complete',
    completed: 100,
    failed: 0,
  });
  expect(job.seen).toBe(100);
});
