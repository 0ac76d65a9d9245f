import { expect, test } from 'vitest';
import { Sha256 as Browser } from './sha256.browser.ts';
import { Sha256 as Node } from './sha256.node.ts';

async function digests(data: string | Uint8Array, key?: string | Uint8Array): Promise<string[]> {
  return Promise.all(
    [new Browser(key), new Node(key)].map(async (hash) => {
      hash.update('begun and');
      hash.reset();
      hash.update(data);
      hash.update('');
      return Buffer.from(await hash.digest()).toString('hex');
    }),
  );
}

test('a signer computes the same in a browser as in Node', async () => {
  for (const key of [undefined, 'AWS4secret', new Uint8Array(100).fill(3)]) {
    for (const data of ['', 'größe', new Uint8Array([0, 255, 7])]) {
      const [browser, node] = await digests(data, key);
      expect(browser).toBe(node);
    }
  }
});
