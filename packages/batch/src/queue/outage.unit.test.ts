import { expect, test } from 'vitest';
import { outageWatch } from './outage.ts';

test('tries again after 15 s, 30 s, a minute, and never later than five minutes', () => {
  const outage = outageWatch(() => 1);
  const rests = Array.from({ length: 7 }, () => {
    outage.begin(1_000);
    return (outage.untilMs - 1_000) / 1_000;
  });
  expect(rests).toEqual([15, 30, 60, 120, 240, 300, 300]);
  expect(outage.isOn).toBe(true);
  outage.end();
  expect(outage.isOn).toBe(false);
  outage.begin(0);
  expect(outage.untilMs).toBe(15_000);
});
