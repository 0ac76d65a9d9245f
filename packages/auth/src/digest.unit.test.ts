import { expect, test } from 'vitest';
import * as browser from './digest.browser.ts';
import * as node from './digest.node.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const plain = async (work: Promise<Uint8Array>): Promise<number[]> => Array.from(await work);

test('browsers compute the same as Node', async () => {
  const parts = [bytes(1, 2, 3), bytes(), bytes(255)];
  expect(await plain(browser.sha256(...parts))).toEqual(await plain(node.sha256(...parts)));
  for (const key of [bytes(9), new Uint8Array(200).fill(7)]) {
    expect(await plain(browser.hmac(key, ...parts))).toEqual(await plain(node.hmac(key, ...parts)));
  }
  expect(browser.randomBytes(32)).toHaveLength(32);
});
