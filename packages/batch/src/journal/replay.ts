import { JournalDamagedError } from '../errors.ts';
import { decodeLine, type JournalEntry, type RunHeader } from './journal-line.ts';
import { KeySet } from './key-set.ts';
import { readLines } from './lines.ts';
import { readSentKeys } from './sent-keys.ts';

/** What a journal knows of its run. */
export interface JournalState {
  readonly header: RunHeader | undefined;
  /** Done or failed. */
  readonly settled: KeySet;
  readonly failed: KeySet;
  /** Sent, and nothing known of what became of them. */
  readonly inFlight: ReadonlySet<string>;
  readonly completedCount: number;
  /** The run came to its end. */
  readonly ended: boolean;
}

/** A journal's state, and how much of the file is good. */
export interface Replay extends JournalState {
  readonly goodBytes: number;
}

/**
 * Reads a journal from its beginning. A last line that is not whole is left out: it was never acknowledged.
 *
 * @throws JournalDamagedError when an earlier line does not match its checksum.
 */
export async function replay(file: string): Promise<Replay> {
  const state = {
    header: undefined as RunHeader | undefined,
    settled: new KeySet(),
    failed: new KeySet(),
    inFlight: new Set<string>(),
    completedCount: 0,
    ended: false,
    goodBytes: 0,
  };
  let torn = 0;
  for await (const { text, endBytes, whole } of readLines(file)) {
    const entries = whole ? decodeLine(text) : undefined;
    if (torn > 0) {
      throw new JournalDamagedError(
        `${file} is damaged at byte ${state.goodBytes}: move it away to start over; items that are done stay done.`,
      );
    }
    if (!entries) {
      torn += 1;
      continue;
    }
    for (const entry of entries) apply(state, entry);
    state.goodBytes = endBytes;
  }
  if (state.header && !state.ended) {
    for await (const key of readSentKeys(file)) if (!state.settled.has(key)) state.inFlight.add(key);
  }
  return state;
}

type Mutable = { -readonly [Key in keyof JournalState]: JournalState[Key] } & { inFlight: Set<string> };

function apply(state: Mutable, entry: JournalEntry): void {
  switch (entry[0]) {
    case 'run':
      state.header = entry[1];
      break;
    case 'sent':
      break;
    case 'done':
      for (const key of entry[1]) if (state.settled.add(key)) state.completedCount += 1;
      break;
    case 'failed':
      if (state.settled.add(entry[1])) state.failed.add(entry[1]);
      break;
    case 'settled':
      state.settled.addDigests(Buffer.from(entry[1], 'base64'));
      state.completedCount = state.settled.size - state.failed.size;
      break;
    case 'failed-before':
      state.failed.addDigests(Buffer.from(entry[1], 'base64'));
      state.completedCount = state.settled.size - state.failed.size;
      break;
    case 'end':
      state.ended = true;
  }
}
