import { constants, createPublicKey, publicEncrypt } from 'node:crypto';

/**
 * `base` to the power of `exponent`, modulo an odd number of at most 3072 bits.
 *
 * RSA without padding computes just that, and OpenSSL does it five times as fast as `BigInt`. Its Diffie-Hellman would be
 * the obvious way, but for an exponent of one's own Node takes seconds to find out that the prime is one.
 *
 * @param modulus - In bytes, big-endian, without leading zeros.
 */
export function modularPower(base: bigint, exponent: bigint, modulus: Buffer): bigint {
  const n = modulus.toString('base64url');
  const e = bytesOf(exponent).toString('base64url');
  const key = createPublicKey({ format: 'jwk', key: { kty: 'RSA', n, e } });
  const message = bytesOf(base % numberOf(modulus), modulus.length);
  return numberOf(publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, message));
}

function bytesOf(number: bigint, length = 1): Buffer {
  const hex = number.toString(16);
  const bytes = Math.max(length, Math.ceil(hex.length / 2));
  return Buffer.from(hex.padStart(bytes * 2, '0'), 'hex');
}

function numberOf(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}
