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

test('names the row that has other fields than the first one, and keeps what is in it', () => {
  expect(itemInput({ malformed: 'fields', row: 3, fields: ['a'] })).toEqual({
    id: 'row-3',
    problem: 'Row 3 has 1 field, and the first line names another number of columns.',
  });
});

test('names the columns where none is called name', () => {
  const problem = 'It has no column "name": it has "Name;lat".';
  expect(itemInput({ 'Name;lat': 'Bern;47' })).toMatchObject({ problem });
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
