import { createHash, createHmac, randomBytes as random } from 'node:crypto';

/** SHA-256 of the parts, one after the other. */
export function sha256(...parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return Promise.resolve(hash.digest());
}

/** HMAC-SHA-256 of the parts, one after the other. */
export function hmac(key: Uint8Array, ...parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const hash = createHmac('sha256', key);
  for (const part of parts) hash.update(part);
  return Promise.resolve(hash.digest());
}

/** Bytes that nobody can guess. */
export function randomBytes(length: number): Uint8Array {
  return random(length);
}
