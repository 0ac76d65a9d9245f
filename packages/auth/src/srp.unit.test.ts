import { expect, test } from 'vitest';
import { srpTimestamp } from './srp.ts';

test('writes the time in English and UTC with an unpadded day', () => {
  expect(srpTimestamp(new Date('2026-03-05T04:07:09.123Z'))).toBe('Thu Mar 5 04:07:09 UTC 2026');
  expect(srpTimestamp(new Date('2026-11-30T00:00:00.999Z'))).toBe('Mon Nov 30 00:00:00 UTC 2026');
});
