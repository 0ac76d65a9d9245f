import { ThrottledError } from '@postern/client';
import { expect, onTestFinished, test } from 'vitest';
import { memoryJournal } from './queue/memory-journal.ts';
import { noDeadLetters } from './queue/queue-dead-letters.ts';
import { runJob } from './run-job.ts';
import { runOnce, stringJob } from './test-support/run-once.ts';
import { SimulatedApi } from './test-support/simulated-api.ts';
import { temporaryFolder } from './test-support/temporary-folder.ts';

const items = Array.from({ length: 60 }, (_, index) => `item-${index}`);
const never = (): Promise<never> => new Promise(() => undefined);

test('stops at once after it was told to drain, though a request hangs and heeds no signal', async () => {
  const folder = temporaryFolder();
  const [drain, stop] = [new AbortController(), new AbortController()];
  const process = (): Promise<never> => {
    setImmediate(() => {
      drain.abort();
      setImmediate(() => stop.abort());
    });
    return never();
  };
  const report = await runOnce(folder, stringJob(items, { process }), {
    drainSignal: drain.signal,
    signal: stop.signal,
    requestTimeoutMs: 3_600_000,
  });
  expect(report).toMatchObject({ ended: 'interrupted', completed: 0, failed: 0, lost: 0 });
  expect(report.notStarted).toBe(report.items);
  const again = await runOnce(folder, stringJob(items, new SimulatedApi()));
  expect(again).toMatchObject({ ended: 'complete', items: 60, completed: 60, lost: 0 });
});

test('does not wait for leftovers that hang when it drains, and looks for them at the next start', async () => {
  const folder = temporaryFolder();
  const drain = new AbortController();
  const api = new SimulatedApi();

  async function* hanging(): AsyncGenerator<string> {
    drain.abort();
    await never();
  }
  const job = stringJob(items, api);
  const first = await runOnce(folder, { ...job, leftovers: hanging }, { drainSignal: drain.signal });
  expect(first).toMatchObject({ ended: 'interrupted', items: 60, completed: 60, notStarted: 0, lost: 0 });
  const second = await runOnce(folder, {
    ...job,
    async *leftovers() {
      yield 'item-7';
    },
  });
  expect(second).toMatchObject({ ended: 'complete', run: first.run, completed: 60, lost: 1 });
});

test('a report that is made while answers are written down has each item in one place', async () => {
  for (let ticks = 0; ticks < 60; ticks += 1) {
    const stop = new AbortController();
    const process = async (chunk: readonly string[]): Promise<{ status: 'done' }[]> => {
      void afterTicks(ticks).then(() => stop.abort());
      return chunk.map(() => ({ status: 'done' }));
    };
    const journal = await memoryJournal('strings', 'run', () => undefined);
    const options = { journal, deadLetters: noDeadLetters, signal: stop.signal };
    const { items: all, ...counts } = await runJob(stringJob(items, { process }), options);
    const sum = counts.completed + counts.failed + counts.notStarted + counts.lost;
    expect({ ticks, sum }).toEqual({ ticks, sum: all });
  }
});

async function afterTicks(ticks: number): Promise<void> {
  for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
}

test('a listener that throws stops the run, not the process', async () => {
  const report = await runOnce(temporaryFolder(), stringJob(items, new SimulatedApi()), {
    onProgress: () => {
      throw new Error('the screen is gone');
    },
  });
  expect(report).toMatchObject({ ended: 'stopped', lost: 0, error: { message: 'the screen is gone' } });
});

test('waits for an answer for ever where it is told so', async () => {
  const process = async (chunk: readonly string[]): Promise<{ status: 'done' }[]> => {
    await new Promise((resolve) => setTimeout(resolve, 30));
    return chunk.map(() => ({ status: 'done' }));
  };
  const report = await runOnce(temporaryFolder(), stringJob(items.slice(0, 5), { process }), {
    requestTimeoutMs: Number.POSITIVE_INFINITY,
  });
  expect(report).toMatchObject({ ended: 'complete', completed: 5, retries: 0 });
});

test('rests without spinning where a server asks for more time than a timer can take', async () => {
  const drain = new AbortController();
  const warnings: string[] = [];
  const onWarning = ({ name }: Error): void => void warnings.push(name);
  process.on('warning', onWarning);
  onTestFinished(() => void process.off('warning', onWarning));
  const refuse = (): Promise<never> => {
    setTimeout(() => drain.abort(), 50);
    return Promise.reject(new ThrottledError('Later.', { operationName: 'Simulated', retryAfterMs: 1e12 }));
  };
  const report = await runOnce(temporaryFolder(), stringJob(items, { process: refuse }), {
    drainSignal: drain.signal,
  });
  expect(report).toMatchObject({ ended: 'interrupted', requests: 1, lost: 0 });
  expect(warnings).toEqual([]);
});
