import { crc32 } from 'node:zlib';

/** Which run a journal belongs to; the same over all its restarts. */
export interface RunHeader {
  readonly version: 1;
  readonly job: string;
  /** The run's id, part of each item's idempotency mark. */
  readonly run: string;
  readonly startedAt: string;
}

/**
 * What a journal says: a run began, items are done, have failed, the run is over; and, in a file beside it, what was sent. After a rewrite, the digests of
 * what was settled (done or failed) and of what of that had failed, in base64.
 */
export type JournalEntry =
  | readonly ['run', RunHeader]
  | readonly ['sent', readonly string[]]
  | readonly ['done', readonly string[]]
  | readonly ['failed', string, code: string, reason: string]
  | readonly ['settled', digests: string]
  | readonly ['failed-before', digests: string]
  | readonly ['end'];

/**
 * Writes one group of entries as one line with its checksum. A group is what one fsync covers: a write that a crash tore
 * is therefore always the last line, never one in the middle.
 */
export function encodeLine(entries: readonly JournalEntry[]): string {
  const text = JSON.stringify(entries);
  return `${checksum(text)} ${text}\n`;
}

/**
 * Reads a line.
 *
 * @param line - Without its line feed.
 * @returns Undefined when it is not what was written.
 */
export function decodeLine(line: string): JournalEntry[] | undefined {
  const text = line.slice(9);
  if (line[8] !== ' ' || line.slice(0, 8) !== checksum(text)) return undefined;
  return JSON.parse(text) as JournalEntry[];
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}
