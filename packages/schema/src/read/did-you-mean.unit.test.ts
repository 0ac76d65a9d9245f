import { expect, test } from 'vitest';
import { didYouMean } from './did-you-mean.ts';

test.each([
  ['hasManny', 'Did you mean hasMany?'],
  ['dya', 'Did you mean day?'],
  ['OPERATIONS', 'Did you mean operations?'],
  ['operation', 'Did you mean operations?'],
  ['primraykey', 'Did you mean primaryKey?'],
  ['x', undefined],
  ['somethingElse', undefined],
])('for %s says %s', (name, hint) => {
  expect(didYouMean(name, ['hasMany', 'hasOne', 'day', 'id', 'operations', 'primaryKey'])).toBe(hint);
});

test('does not take long for long names', () => {
  const long = 'a'.repeat(100_000);
  expect(didYouMean(long, ['id', `${'b'.repeat(10)}`])).toBeUndefined();
});
