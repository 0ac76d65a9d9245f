import { expect, test } from 'vitest';
import { EventBuffer } from './event-buffer.ts';
import type { DataEvent, GapEvent } from './events.ts';

const data = (value: number): DataEvent<number> => ({ type: 'data', data: value, denied: [], errors: [] });
const at = (ms: number): Date => new Date(ms);

function start(size: number) {
  let ms = 0;
  return new EventBuffer<number>(size, () => at((ms += 1)));
}

test('gives events in their order', () => {
  const buffer = start(3);
  buffer.push(data(1));
  buffer.push(data(2));
  expect([buffer.shift(), buffer.shift(), buffer.shift()]).toEqual([data(1), data(2), undefined]);
});

test('drops the oldest when it is full, and says how many and of which time', () => {
  const buffer = start(2);
  for (const value of [1, 2, 3, 4, 5]) buffer.push(data(value));
  const gap = { type: 'gap', reason: 'slow-reader', from: at(1 - 2_000), to: at(3), dropped: 3 };
  expect([buffer.shift(), buffer.shift(), buffer.shift()]).toEqual([gap, data(4), data(5)]);
});

test('a gap that has to go is part of the one that takes its place', () => {
  const buffer = start(1);
  const reconnect: GapEvent = {
    type: 'gap',
    reason: 'reconnect',
    from: at(100),
    to: at(200),
    dropped: undefined,
  };
  buffer.push(data(1));
  buffer.push(reconnect);
  buffer.push(data(2));
  expect(buffer.shift()).toMatchObject({ from: at(1 - 2_000), to: at(200), dropped: undefined });
  expect(buffer.shift()).toEqual(data(2));
});
