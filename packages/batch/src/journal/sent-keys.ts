import { closeSync, fstatSync, fsyncSync, openSync, readSync } from 'node:fs';
import { JournalWriteError } from '../errors.ts';
import { decodeLine, encodeLine } from './journal-line.ts';
import { readLines } from './lines.ts';
import { writeWhole } from './write-whole.ts';

/**
 * The keys of what was sent, in a file beside the journal. It is written before a request goes out and not waited for: a killed
 * process leaves it whole. After a power cut the latest keys may be missing: those items are not asked about before the source
 * gives them again.
 */
export class SentKeys {
  readonly #descriptor: number;

  /** @param fresh - Begins anew. */
  constructor(file: string, fresh: boolean) {
    this.#descriptor = openSync(file, fresh ? 'w' : 'a+', 0o600);
    // Keys of the run before are not to come back after a power cut, among those of this one.
    if (fresh) fsyncSync(this.#descriptor);
    // A line that was cut short would take the next one with it.
    else if (!endsWithLineFeed(this.#descriptor)) writeWhole(this.#descriptor, Buffer.from('\n'));
  }

  /** @throws JournalWriteError */
  add(keys: readonly string[]): void {
    try {
      writeWhole(this.#descriptor, Buffer.from(encodeLine([['sent', keys]])));
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : 'unknown';
      throw new JournalWriteError(`Cannot write to the disk: ${why}`, { cause });
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

function endsWithLineFeed(descriptor: number): boolean {
  const { size } = fstatSync(descriptor);
  const last = Buffer.alloc(1);
  return size === 0 || (readSync(descriptor, last, 0, 1, size - 1) === 1 && last[0] === 10);
}

/** Where the keys of a journal are. */
export function sentFileOf(journalFile: string): string {
  return `${journalFile}.sent`;
}

/** Reads the keys that were sent; a line that a crash tore is left out. */
export async function* readSentKeys(journalFile: string): AsyncGenerator<string> {
  for await (const { text } of readLines(sentFileOf(journalFile))) {
    for (const entry of decodeLine(text) ?? []) if (entry[0] === 'sent') yield* entry[1];
  }
}
