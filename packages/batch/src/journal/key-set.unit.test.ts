import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeySet } from './key-set.ts';

test('holds exactly the keys that were added, whatever they look like', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.array(fc.string()), (added, others) => {
      const set = new KeySet();
      const model = new Set<string>();
      for (const key of added) {
        expect(set.add(key)).toBe(!model.has(key));
        model.add(key);
      }
      expect(set.size).toBe(model.size);
      for (const key of [...added, ...others]) expect(set.has(key)).toBe(model.has(key));
    }),
  );
});

test('grows past its first size', () => {
  const set = new KeySet();
  for (let index = 0; index < 5_000; index += 1) set.add(`item-${index}`);
  expect(set.size).toBe(5_000);
  expect(set.has('item-0')).toBe(true);
  expect(set.has('item-4999')).toBe(true);
  expect(set.has('item-5000')).toBe(false);
});

test('is the same set made of its digests', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string()), fc.array(fc.string()), (keys, others) => {
      const set = new KeySet();
      for (const key of keys) set.add(key);
      const copy = new KeySet();
      copy.addDigests(Buffer.concat([...set.digests()]));
      expect(copy.size).toBe(keys.length);
      for (const key of [...keys, ...others]) expect(copy.has(key)).toBe(set.has(key));
    }),
  );
});
