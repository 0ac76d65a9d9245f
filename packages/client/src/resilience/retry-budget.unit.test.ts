import { expect, test } from 'vitest';
import { createRetryBudget } from './retry-budget.ts';

test('lets the reserve through, then one repeat for five successes', () => {
  const budget = createRetryBudget({ reserve: 3, perSuccess: 0.25, perSecond: 0, now: () => 0 });
  expect(Array.from({ length: 5 }, () => budget.withdraw())).toEqual([true, true, true, false, false]);
  for (let index = 0; index < 4; index += 1) budget.deposit();
  expect([budget.withdraw(), budget.withdraw()]).toEqual([true, false]);
  expect([budget.left, budget.refused]).toEqual([0, 3]);
});

test('recovers with time, and never beyond the reserve', () => {
  let nowMs = 0;
  const budget = createRetryBudget({ reserve: 2, perSecond: 1, now: () => nowMs });
  budget.withdraw();
  budget.withdraw();
  nowMs = 1_000;
  expect(budget.left).toBe(1);
  nowMs = 60_000;
  expect(budget.left).toBe(2);
});

test('names an option that is no number', () => {
  expect(() => createRetryBudget({ reserve: -1 })).toThrow('reserve: -1 is no number from zero up.');
  expect(() => createRetryBudget({ perSuccess: NaN })).toThrow('perSuccess: NaN');
});
