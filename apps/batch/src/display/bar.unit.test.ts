import { expect, test } from 'vitest';
import { barLine } from './bar.ts';

const progress = { completed: 2_400, failed: 100, seconds: 1 };

test('shows how far, how fast and how long still', () => {
  expect(barLine(progress, { doneBefore: 0, total: 5_000, columns: 100 })).toBe(
    '  ██████████████░░░░░░░░░░░░░░  50 %  2,500 of 5,000  2,500/s  1 s left',
  );
});

test('counts for the speed only what this process did', () => {
  expect(barLine(progress, { doneBefore: 2_000, total: 5_000, columns: 100 })).toMatch(
    / 500\/s {2}5 s left$/,
  );
});

test.each([
  [30_000, '11 s left'],
  [1_000_000, '7 min left'],
  [25_000_000, '2 h 47 min left'],
])('says how long %i items take, in what people count in', (total, left) => {
  expect(barLine(progress, { doneBefore: 0, total, columns: 100 }).endsWith(`  ${left}`)).toBe(true);
});

test('shows a count where the total is not known', () => {
  expect(barLine(progress, { doneBefore: 0, total: undefined, columns: 100 })).toBe('  2,500 items  2,500/s');
});

test('never fills the last column of the terminal, and never goes over 100 %', () => {
  expect(barLine(progress, { doneBefore: 0, total: 5_000, columns: 40 })).toHaveLength(39);
  expect(barLine(progress, { doneBefore: 0, total: 2_000, columns: 100 })).toContain('100 %');
});
