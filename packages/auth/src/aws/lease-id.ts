import { createHash } from 'node:crypto';

/**
 * The id of a version of a secret that all derive alike from a text. Secrets Manager makes a version of that id only once, so
 * that whoever makes it has a lease. In the shape of a UUID, as such an id has to be.
 */
export function leaseId(of: string): string {
  const hex = createHash('sha256').update(of).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
