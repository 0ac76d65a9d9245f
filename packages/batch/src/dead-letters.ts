import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { GroupCommit } from './journal/group-commit.ts';
import { readLines } from './journal/lines.ts';
import { openForAppend } from './journal/open-for-append.ts';

/** An item that will not be tried again, and why. */
export interface DeadLetter {
  readonly key: string;
  /** Stable, for programs. */
  readonly code: string;
  /** A sentence for people. */
  readonly reason: string;
  readonly job: string;
  readonly run: string;
  /** When, in ISO 8601. */
  readonly at: string;
  /** The item as the source gave it; absent when only its key was known. */
  readonly item?: unknown;
}

/** The file of failed items, one JSON object per line. */
export interface DeadLetters {
  readonly file: string;
  /** The letters of this run that were already there for items whose fate is unknown. */
  readonly known: ReadonlyMap<string, DeadLetter>;
  /** Appends letters; when the promise is kept, they survive a power cut. @throws JournalWriteError */
  append(...letters: readonly DeadLetter[]): Promise<void>;
  close(): Promise<void>;
}

/** Which file of dead letters to open. */
export interface DeadLettersOptions {
  readonly file: string;
  readonly run: string;
  /** Items whose fate is unknown: a crash may have come between their letter and the journal. */
  readonly inFlight: ReadonlySet<string>;
}

/** Opens a file of dead letters, cutting off what a crash left half-written. */
export async function openDeadLetters(options: DeadLettersOptions): Promise<DeadLetters> {
  const { file, run, inFlight } = options;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const known = new Map<string, DeadLetter>();
  let goodBytes = 0;
  for await (const { text, endBytes, whole } of readLines(file)) {
    if (!whole) break;
    goodBytes = endBytes;
    const letter = parse(text);
    if (letter?.run === run && inFlight.has(letter.key)) known.set(letter.key, letter);
  }
  const handle = await openForAppend(file, goodBytes);
  const commits = new GroupCommit<DeadLetter>(handle, (letters) =>
    letters.map((letter) => `${JSON.stringify(letter)}\n`).join(''),
  );
  return { file, known, append: (...letters) => commits.append(...letters), close: () => commits.close() };
}

/** Reads the letters in a file, the last one of each item; a missing file has none. */
export async function* readDeadLetters(file: string): AsyncGenerator<DeadLetter> {
  const last = new Map<string, DeadLetter>();
  for await (const { text, whole } of readLines(file)) {
    const letter = whole ? parse(text) : undefined;
    if (letter) last.set(letter.key, letter);
  }
  yield* last.values();
}

function parse(text: string): DeadLetter | undefined {
  try {
    const letter = JSON.parse(text) as DeadLetter | null;
    return typeof letter?.key === 'string' ? letter : undefined;
  } catch {
    // Not a letter of ours: somebody edited the file. It is left alone.
    return undefined;
  }
}
