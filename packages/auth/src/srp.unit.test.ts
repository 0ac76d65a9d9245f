import { expect, test } from 'vitest';
import { srpTimestamp } from './srp.ts';

test('writes the time in English and UTC with an unpadded day', () => {
  expect(srpTimestamp(new Date('2026-03-05T04:07:09.123Z'))).toBe('Thu Mar 5 04:07:09 UTC 2026');
});
