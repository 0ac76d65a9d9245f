import { NetworkError } from '@postern/client';
import { expect, test } from 'vitest';
import type { Outcome } from './outcome.ts';
import { runOnce, stringJob } from './test-support/run-once.ts';
import { SimulatedApi } from './test-support/simulated-api.ts';
import { temporaryFolder } from './test-support/temporary-folder.ts';

const items = Array.from({ length: 30 }, (_, index) => `item-${index}`);

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}

test('an item is worked on though the source takes its time with the next', async () => {
  const api = new SimulatedApi();
  async function* source(): AsyncGenerator<string> {
    for (const item of items.slice(0, 3)) {
      yield item;
      await until(() => api.changes.has(item));
    }
  }
  const report = await runOnce(temporaryFolder(), { ...stringJob([], api), source });
  expect(report).toMatchObject({ ended: 'complete', items: 3, completed: 3, requests: 3, lost: 0 });
});

test('an item that came back is worked on again while the source is waited for', async () => {
  const api = new SimulatedApi((_, request) => (request === 1 ? 'lost before' : 'fine'));
  async function* source(): AsyncGenerator<string> {
    yield* items.slice(0, 25);
    await until(() => api.changes.size === 25);
    yield* items.slice(25);
  }
  const report = await runOnce(temporaryFolder(), { ...stringJob([], api), source });
  expect(report).toMatchObject({ ended: 'complete', items: 30, completed: 30, failed: 0, lost: 0 });
});

test('a source that fails while something else is done stops the run, and nothing is lost', async () => {
  const folder = temporaryFolder();
  let requests = 0;
  const api = new SimulatedApi();
  const process = (chunk: readonly string[]): Promise<Outcome[]> => {
    requests += 1;
    if (requests > 1) return api.process(chunk);
    return Promise.reject(new NetworkError('gone', { operationName: 'Simulated', mayHaveArrived: true }));
  };
  async function* source(): AsyncGenerator<string> {
    yield* items.slice(0, 2);
    await until(() => requests > 1);
    throw new Error('the list is gone');
  }
  const report = await runOnce(folder, { ...stringJob([], { ...api, process }), source });
  expect(report).toMatchObject({ ended: 'stopped', items: 2, lost: 0, error: { code: 'source-failed' } });
  const again = await runOnce(folder, stringJob(items, api));
  expect(again).toMatchObject({ ended: 'complete', items: 30, completed: 30, lost: 0 });
});
