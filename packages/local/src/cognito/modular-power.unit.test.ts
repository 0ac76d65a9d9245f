import { getDiffieHellman } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { modularPower } from './modular-power.ts';

// The group of SRP, which is also one of Diffie-Hellman's.
const prime = getDiffieHellman('modp15').getPrime();
const N = BigInt(`0x${prime.toString('hex')}`);

function byBigInt(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = base % N, rest = exponent; rest > 0n; rest >>= 1n, square = (square * square) % N) {
    if (rest & 1n) result = (result * square) % N;
  }
  return result;
}

test('is what BigInt computes', () => {
  const number = fc.bigInt({ min: 0n, max: 2n ** 3100n });
  const exponent = fc.bigInt({ min: 0n, max: 2n ** 512n });
  fc.assert(
    fc.property(
      number,
      exponent,
      (base, power) => modularPower(base, power, prime) === byBigInt(base, power),
    ),
    { numRuns: 60 },
  );
});

test.each([
  [0n, 1n],
  [1n, 2n ** 256n],
  [2n, 0n],
  [2n, 1n],
  [2n, 2n ** 256n - 1n],
  [N - 1n, 2n],
  [N, 3n],
  [N + 1n, 3n],
  [3n, 65_536n],
])('%s to the power of %s', (base, exponent) => {
  expect(modularPower(base, exponent, prime)).toBe(byBigInt(base, exponent));
});
