import { createHash } from 'node:crypto';
import type { S3Place } from './ranged-input.ts';

/** The run's id for an object: an event that S3 delivers twice is the same run, and each item has one effect. */
export function objectRun({ bucket, key, versionId }: S3Place, sequencer: string): string {
  const identity = JSON.stringify([bucket, key, versionId ?? null, sequencer]);
  return `s3-${createHash('sha256').update(identity).digest('hex').slice(0, 24)}`;
}
