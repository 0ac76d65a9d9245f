import { createHash, createHmac, randomBytes } from 'node:crypto';

/** A server that has a verifier of somebody's password and wants to see it proved. */
export interface SrpServer {
  /** `SRP_B`, in hexadecimal. */
  readonly serverKey: string;
  /** The key that the claim of a client with this public number is to be signed with. */
  key(clientKey: string): Uint8Array;
}

/**
 * The server's side as RFC 5054 writes it, on numbers that others made.
 *
 * @param group - `N`, in hexadecimal.
 * @param verifier - In hexadecimal.
 */
export function srpServer(group: string, verifier: string): SrpServer {
  const N = BigInt(`0x${group}`);
  const v = BigInt(`0x${verifier}`);
  const b = BigInt(`0x${randomBytes(32).toString('hex')}`);
  const k = hashed(bytes(N), bytes(2n));
  const B = (k * v + power(2n, b, N)) % N;
  return {
    serverKey: B.toString(16),
    key: (clientKey) => {
      const A = BigInt(`0x${clientKey}`);
      const u = hashed(bytes(A), bytes(B));
      const shared = power(A * power(v, u, N), b, N);
      const prk = createHmac('sha256', bytes(u)).update(bytes(shared)).digest();
      return createHmac('sha256', prk).update('Caldera Derived Key\u0001').digest().subarray(0, 16);
    },
  };
}

function hashed(...parts: Buffer[]): bigint {
  return BigInt(`0x${createHash('sha256').update(Buffer.concat(parts)).digest('hex')}`);
}

function bytes(number: bigint): Buffer {
  const hex = number.toString(16);
  const even = hex.padStart(hex.length + (hex.length % 2), '0');
  return Buffer.from(even >= '8' ? `00${even}` : even, 'hex');
}

function power(base: bigint, exponent: bigint, N: bigint): bigint {
  if (exponent === 0n) return 1n;
  const half = power((base * base) % N, exponent / 2n, N);
  return exponent % 2n === 0n ? half : (half * base) % N;
}
