import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openJournal, readDeadLetters, takeLock, type DeadLetter, type Journal } from '@postern/batch';
import { systemCode, UsageError } from './errors.ts';

/** Where a data folder keeps what of a job. */
export interface JobFiles {
  readonly journal: string;
  /** What a person chose for the run in the journal. */
  readonly choices: string;
  readonly deadLetters: string;
  /** Dead letters that are being tried again. */
  readonly retrying: string;
}

/** @param retry - A run over dead letters has a journal of its own. */
export function jobFiles(dataDir: string, job: string, retry = false): JobFiles {
  const run = join(dataDir, `${job}${retry ? '.retry' : ''}`);
  return {
    journal: `${run}.journal`,
    choices: `${run}.choices.json`,
    deadLetters: join(dataDir, `${job}.dead-letters.ndjson`),
    retrying: join(dataDir, `${job}.dead-letters.retrying.ndjson`),
  };
}

/**
 * Opens a run's journal, and keeps the job's dead letters for it: a run over them is not to take the file that another is writing.
 *
 * @throws JournalLockedError when another process has either; UsageError when the folder cannot be written.
 */
export async function openFiles(files: JobFiles, job: string): Promise<Journal> {
  try {
    const journal = await openJournal({ file: files.journal, job });
    try {
      const lock = takeLock(files.deadLetters);
      const close = (): Promise<void> => journal.close().finally(() => lock.release());
      return { ...journal, close };
    } catch (error) {
      await journal.close();
      throw error;
    }
  } catch (cause) {
    const code = systemCode(cause) ?? (isOfLock(cause) ? cause.message : undefined);
    if (code === undefined) throw cause;
    throw new UsageError(`--data: ${dirname(files.journal)} cannot be written (${code}).`, { cause });
  }
}

// The lock is in SQLite, which has words of its own for a disk that is full.
function isOfLock(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR';
}

/** Dead letters that are tried again. */
export interface TakenLetters {
  readonly letters: () => AsyncIterable<DeadLetter>;
  readonly count: number;
}

/**
 * Takes the dead letters of earlier runs to be tried again: what fails again gets a new letter, what does not is done with. A
 * run that was interrupted goes on with those that it had taken.
 */
export async function takeDeadLetters({ deadLetters, retrying }: JobFiles): Promise<TakenLetters> {
  if (!existsSync(retrying) && existsSync(deadLetters)) await rename(deadLetters, retrying);
  const letters = (): AsyncIterable<DeadLetter> => readDeadLetters(retrying);
  let count = 0;
  for await (const _ of letters()) count += 1;
  return { letters, count };
}

/** All taken letters were tried. */
export async function dropTaken({ retrying }: JobFiles): Promise<void> {
  await rm(retrying, { force: true });
}
