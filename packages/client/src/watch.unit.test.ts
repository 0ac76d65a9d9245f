import { expect, test } from 'vitest';
import { endingOf, Watch } from './watch.ts';

test('tells whose patience ended', async () => {
  const ended = (watch: Watch): Promise<unknown> =>
    new Promise((resolve) => watch.onEnd(() => resolve(watch.endedBy)));
  expect(await ended(new Watch(5, 1_000, undefined))).toBe('attempt');
  expect(await ended(new Watch(1_000, 5, undefined))).toBe('call');
  expect(await ended(new Watch(1_000, 1_000, AbortSignal.timeout(5)))).toBe('caller');
});

test('a signal that is asked for late is as aborted as one that was there in time', () => {
  const controller = new AbortController();
  const watch = new Watch(1_000, 1_000, controller.signal);
  const early = watch.signal;
  controller.abort(new Error('enough'));
  expect([early.aborted, early.reason]).toEqual([true, new Error('enough')]);
  const late = new Watch(1_000, 1_000, controller.signal);
  expect([late.signal.aborted, late.signal.reason, late.hasEnded]).toEqual([true, new Error('enough'), true]);
  watch.stop();
  late.stop();
});

test('tells one listener at a time, and none that has gone', () => {
  const controller = new AbortController();
  const told: string[] = [];
  const ending = endingOf(controller.signal);
  ending.onEnd(() => told.push('first'));
  ending.onEnd(() => told.push('second'));
  controller.abort();
  expect(told).toEqual(['second']);
  const other = endingOf(new AbortController().signal);
  other.onEnd(() => told.push('third'));
  other.onEnd(undefined);
  expect(other.hasEnded).toBe(false);
});
