import { join } from 'node:path';
import { openDeadLetters } from '../dead-letters.ts';
import type { Job } from '../job.ts';
import { openJournal } from '../journal/journal.ts';
import type { Report } from '../report.ts';
import { runJob } from '../run-job.ts';
import type { RunOptions } from '../run-options.ts';

/** Opens the files of a folder and runs a job with them, as one process would. */
export async function runOnce<Item>(
  folder: string,
  job: Job<Item>,
  options: Omit<RunOptions, 'journal' | 'deadLetters'> = {},
): Promise<Report> {
  const journal = await openJournal({ file: join(folder, 'journal'), job: job.name });
  const { inFlight } = journal.before;
  const { run } = journal.header;
  const deadLetters = await openDeadLetters({ file: join(folder, 'dead.ndjson'), run, inFlight });
  try {
    return await runJob(job, { ...options, journal, deadLetters });
  } finally {
    await deadLetters.close();
    await journal.close();
  }
}

/** A job over strings that are their own keys. */
export function stringJob(
  items: readonly string[],
  work: Pick<Job<string>, 'process'> & Partial<Job<string>>,
): Job<string> {
  return {
    name: 'strings',
    key: (item) => item,
    async *source() {
      yield* items;
    },
    ...work,
  };
}
