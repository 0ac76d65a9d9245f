import { expect, test } from 'vitest';
import { pageSize } from './page-size.ts';

test('a page that signs in, stays signed in and runs a typed query loads less than 8 kB, and no AWS SDK', async () => {
  const { gzip, later } = await pageSize('postern');
  expect(gzip).toBeLessThan(8_000);
  // Challenges, and what explains errors, come when they are needed.
  expect(later.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['answer-challenge', 'first-factor', 'outcome', 'service-error']),
  );
  expect(later.every((chunk) => chunk.gzip < 2_500)).toBe(true);
});
