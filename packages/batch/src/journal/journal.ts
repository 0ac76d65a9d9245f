import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { JournalMismatchError } from '../errors.ts';
import { compact, isWorthCompacting } from './compact.ts';
import { GroupCommit } from './group-commit.ts';
import { encodeLine, type JournalEntry, type RunHeader } from './journal-line.ts';
import { takeLock, type Lock } from './lock.ts';
import { SentKeys, sentFileOf } from './sent-keys.ts';
import { openForAppend } from './open-for-append.ts';
import { replay, type JournalState } from './replay.ts';
import { syncFolder } from './sync-folder.ts';

/** Which journal to open. */
export interface JournalOptions {
  /** The file; its folder is made when missing. */
  readonly file: string;
  /** The job's name: a journal is not taken over by another job. */
  readonly job: string;
  /** Milliseconds since the epoch. @defaultValue `Date.now` */
  readonly now?: () => number;
}

/** The record of one run on disk, held by one process. */
export interface Journal {
  readonly header: RunHeader;
  /** What earlier processes of this run left behind. */
  readonly before: JournalState;
  /** Whether this goes on with a run that was cut short. */
  readonly resumed: boolean;
  /** Writes down which items are about to be sent; a kill after that knows them. @throws JournalWriteError */
  announce(keys: readonly string[]): void;
  /** Appends entries; when the promise is kept, they survive a power cut. @throws JournalWriteError */
  append(...entries: readonly JournalEntry[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a journal, cutting off what a crash left half-written. A run that came to its end makes room for a new one.
 *
 * @throws JournalLockedError when another process has it; JournalDamagedError; JournalMismatchError for another job's.
 * @example
 * ```ts
 * const journal = await openJournal({ file: 'data/journal', job: 'time-zones' });
 * ```
 */
export async function openJournal({ file, job, now = Date.now }: JournalOptions): Promise<Journal> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const lock = takeLock(file);
  try {
    const before = await replay(file);
    const header = before.ended ? undefined : before.header;
    if (header && header.job !== job) {
      throw new JournalMismatchError(
        `${file} belongs to an unfinished run of ${header.job}: give ${job} a folder of its own.`,
      );
    }
    const goodBytes = isWorthCompacting(file, before) ? await compact(file, before) : before.goodBytes;
    if (header) return await openAt(file, goodBytes, { header, before, resumed: true, lock });
    const fresh: RunHeader = {
      version: 1,
      job,
      run: randomUUID(),
      startedAt: new Date(now()).toISOString(),
    };
    const state = await replay('');
    const journal = await openAt(file, 0, { header: fresh, before: state, resumed: false, lock });
    await journal.append(['run', fresh]);
    await syncFolder(dirname(file));
    return journal;
  } catch (error) {
    lock.release();
    throw error;
  }
}

// Nothing waits for the disk but the end of a run: a kill within this time leaves a few more items to ask about.
const gapMs = 25;

type Parts = Pick<Journal, 'header' | 'before' | 'resumed'> & { readonly lock: Lock };

async function openAt(file: string, goodBytes: number, { lock, ...about }: Parts): Promise<Journal> {
  const handle = await openForAppend(file, goodBytes);
  const commits = new GroupCommit<JournalEntry>(handle, encodeLine, { gapMs });
  const sent = new SentKeys(sentFileOf(file), !about.resumed);
  return {
    ...about,
    announce: (keys) => sent.add(keys),
    append: (...entries) => commits.append(...entries),
    close: async () => {
      await commits.close();
      sent.close();
      lock.release();
    },
  };
}
