import { expect, test } from 'vitest';
import { bundlePage, pageSize } from './page-size.ts';

test('a page that signs in, stays signed in and runs a typed query loads less than 8 kB', async () => {
  const { gzip, later } = await pageSize('postern');
  expect(gzip).toBeLessThan(8_000);
  // Challenges, and what explains errors, come when they are needed.
  expect(later.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['answer-challenge', 'first-factor', 'outcome', 'service-error']),
  );
  expect(later.every((chunk) => chunk.gzip < 2_500)).toBe(true);
});

test('subscriptions are loaded when they are used', async () => {
  const { gzip, later } = await pageSize('postern-live');
  expect(gzip).toBeLessThan(8_000);
  expect(Math.max(...later.map((chunk) => chunk.gzip))).toBeGreaterThan(8_000);
});

test.each(['postern', 'postern-live'])(
  'nothing of the page %s is of the AWS SDK, now or later',
  async (page) => {
    const packages = (await bundlePage(page)).flatMap((file) => file.packages);
    expect(packages.filter((name) => /^@(aws|smithy)/.test(name))).toEqual([]);
  },
);
