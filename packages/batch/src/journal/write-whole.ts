import { writeSync } from 'node:fs';

/** Writes all bytes, though the system may take less at a time than it was given. */
export function writeWhole(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
}
