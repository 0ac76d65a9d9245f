import { closeSync, openSync, writeSync } from 'node:fs';
import { JournalWriteError } from '../errors.ts';
import { decodeLine, encodeLine } from './journal-line.ts';
import { readLines } from './lines.ts';

/**
 * The keys of what was sent, in a file beside the journal. It is written before a request goes out and not waited for: a killed
 * process leaves it whole, and after a power cut a key that is missing only means that the item is not asked about before the
 * source gives it again.
 */
export class SentKeys {
  readonly #descriptor: number;

  /** @param fresh - Begins anew. */
  constructor(file: string, fresh: boolean) {
    this.#descriptor = openSync(file, fresh ? 'w' : 'a', 0o600);
  }

  /** @throws JournalWriteError */
  add(keys: readonly string[]): void {
    try {
      writeSync(this.#descriptor, encodeLine([['sent', keys]]));
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : 'unknown';
      throw new JournalWriteError(`Cannot write to the disk: ${why}`, { cause });
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }
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
