import { expect, test } from 'vitest';
import { splitBatch } from './split-batch.ts';

test('puts no more sets into a request than it may hold', () => {
  expect(splitBatch([1, 2, 3, 4, 5], { maxPerRequest: 2, maxBytes: Infinity })).toEqual([
    [0, 1],
    [2, 3],
    [4],
  ]);
});

test('counts bytes, not characters', () => {
  const sets = [{ a: 'éé' }, { a: 'éé' }, { a: 'ee' }];
  expect(splitBatch(sets, { maxPerRequest: 9, maxBytes: 24 })).toEqual([[0, 1], [2]]);
});

test('sends a set that is too large alone rather than never', () => {
  const sets = ['x', 'x'.repeat(50), 'x'];
  expect(splitBatch(sets, { maxPerRequest: 9, maxBytes: 10 })).toEqual([[0], [1], [2]]);
});

test('makes no request of nothing', () => {
  expect(splitBatch([], { maxPerRequest: 9, maxBytes: 10 })).toEqual([]);
});
