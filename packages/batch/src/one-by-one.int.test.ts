import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { ConditionFailedError, NetworkError, ThrottledError, UnauthorizedError } from '@postern/client';
import { expect, test } from 'vitest';
import type { Answer, Job } from './job.ts';
import { oneByOne } from './one-by-one.ts';
import type { Outcome } from './outcome.ts';
import { FakeClock } from './test-support/fake-clock.ts';
import { runOnce, stringJob } from './test-support/run-once.ts';
import { temporaryFolder } from './test-support/temporary-folder.ts';

const items = Array.from({ length: 300 }, (_, index) => `item-${index}`);
const about = { operationName: 'Simulated', mayHaveArrived: true };
const reset = (): Error => new NetworkError('reset', about);

/** A job whose work throws for some items. */
function throwing(isBad: (item: string) => boolean, error: () => unknown): Job<string> {
  const process = oneByOne<string>(async (item): Promise<Outcome> => {
    if (isBad(item)) throw error();
    return { status: 'done' };
  });
  return stringJob(items, { process });
}

const gone = createServer().listen(0, '127.0.0.1');
await once(gone, 'listening');
const { port } = gone.address() as AddressInfo;
gone.close();
const refused: unknown = await fetch(`http://127.0.0.1:${port}`).catch((error: unknown) => error);
const timeout = AbortSignal.timeout(1);
await delay(20);

test.each([
  ['the client has no answer', reset],
  ['the server was asked too fast', () => new ThrottledError('429', about)],
  ['the platform cannot reach the server', () => refused],
  ['a signal ended a call that took too long', () => timeout.reason as unknown],
])('tries all items again where %s', async (_, error) => {
  const clock = new FakeClock();
  const job = throwing(() => clock.now() < 30_000, error);
  const report = await runOnce(temporaryFolder(), job, { clock });
  expect(report).toMatchObject({ ended: 'complete', completed: 300, failed: 0, lost: 0 });
});

test('waits between tries while nothing gets through, and stops in the end, resumable', async () => {
  const job = throwing(() => true, reset);
  const report = await runOnce(temporaryFolder(), job, { clock: new FakeClock(), stallMs: 60_000 });
  expect(report).toMatchObject({ ended: 'stopped', failed: 0, lost: 0, error: { code: 'stalled' } });
  expect(report.requests).toBeLessThan(100);
});

test('gives an item up that fails while the others get through', async () => {
  const job = throwing((item) => item === 'item-9', reset);
  const report = await runOnce(temporaryFolder(), job, { clock: new FakeClock() });
  expect(report).toMatchObject({ ended: 'complete', completed: 299, failed: 1, lost: 0 });
});

test('stops for what no item can help, by the word of the run too', async () => {
  const stopped = { ended: 'stopped', completed: 0, failed: 0, lost: 0 };
  const unauthorized = throwing(
    () => true,
    () => new UnauthorizedError('no', about),
  );
  expect(await runOnce(temporaryFolder(), unauthorized)).toMatchObject(stopped);
  const signIn = throwing(
    () => true,
    () => new Error('The password is wrong.'),
  );
  const classify = () => ({ kind: 'fatal' }) as const;
  expect(await runOnce(temporaryFolder(), signIn, { classify })).toMatchObject(stopped);
});

test('asks about an item whose condition was not met', async () => {
  const job = throwing(
    (item) => item === 'item-9',
    () => new ConditionFailedError('no', about),
  );
  const ask = async (keys: readonly string[]): Promise<Answer[]> => keys.map(() => ({ status: 'done' }));
  const report = await runOnce(temporaryFolder(), { ...job, ask });
  expect(report).toMatchObject({ ended: 'complete', completed: 300, failed: 0, lost: 0 });
});

test('makes no dead letter of what the end of the run has ended', async () => {
  const stop = new AbortController();
  const process = oneByOne<string>(async (_, { signal }): Promise<Outcome> => {
    stop.abort();
    signal.throwIfAborted();
    return { status: 'done' };
  });
  const report = await runOnce(temporaryFolder(), stringJob(items, { process }), { signal: stop.signal });
  expect(report).toMatchObject({ ended: 'interrupted', failed: 0, lost: 0 });
});
