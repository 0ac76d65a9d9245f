import { expect, test } from 'vitest';
import { itemInput } from './item-input.ts';

test('takes columns of any name for metadata', () => {
  const { input, problem } = itemInput({ id: 'a', name: 'A', malformed: false, line: 7 });
  expect(problem).toBeUndefined();
  expect(JSON.parse(input?.metadata ?? '')).toEqual({ malformed: false, line: 7 });
});

test('names the line that was no JSON', () => {
  expect(itemInput({ malformed: true, line: 7 })).toEqual({
    id: 'line-7',
    problem: 'Line 7 is no JSON object.',
  });
});

test('makes numbers of what is written as one, and of nothing else', () => {
  const { input } = itemInput({
    name: 'A',
    a: '1',
    b: '-1.5',
    c: '007',
    d: '1e3',
    e: '',
    f: '12345678901234567890',
  });
  const metadata = { a: 1, b: -1.5, c: '007', d: '1e3', e: '', f: '12345678901234567890' };
  expect(JSON.parse(input?.metadata ?? '')).toEqual(metadata);
});
