import { expect, test } from 'vitest';
import { delay } from './delay.ts';
import { startTimer } from './timer.ts';
import { Watch } from './watch.ts';

test.each([Infinity, 2 ** 31, 30 * 86_400_000])('a pause of %s ms does not end at once', async (ms) => {
  const stop = new AbortController();
  let isOver = false;
  const pause = delay(ms, stop.signal).then(() => (isOver = true));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(isOver).toBe(false);
  stop.abort();
  await expect(pause).rejects.toBe(stop.signal.reason);
});

test('nobody is warned of a time that is over already', async () => {
  const warnings: string[] = [];
  const note = ({ name }: Error): void => void warnings.push(name);
  process.on('warning', note);
  await new Promise<void>((resolve) => startTimer(resolve, -3));
  await new Promise((resolve) => setTimeout(resolve, 5));
  process.off('warning', note);
  expect(warnings).toEqual([]);
});

test('with no time left, an attempt is over before it begins', () => {
  const watch = new Watch(30_000, -0.2, undefined);
  expect([watch.hasEnded, watch.endedBy]).toEqual([true, 'call']);
  watch.stop();
});
