import type { Job } from './job.ts';
import type { Report } from './report.ts';
import type { RunOptions } from './run-options.ts';
import { Run } from './run.ts';

/**
 * Runs a job: streams its source, works on the items in requests whose number and size follow what the server allows, and
 * settles each item on disk before it counts.
 *
 * After an interruption or a crash, run it again with the same journal: it goes on where it was.
 *
 * @returns What became of the items, whatever happened; `ended` and `error` say how the run ended.
 * @throws JournalWriteError when not even the end can be written down.
 * @example
 * ```ts
 * const journal = await openJournal({ file: 'data/journal', job: job.name });
 * const { inFlight } = journal.before;
 * const deadLetters = await openDeadLetters({ file: 'data/dead.ndjson', run: journal.header.run, inFlight });
 * const report = await runJob(job, { journal, deadLetters, drainSignal });
 * ```
 */
export function runJob<Item>(job: Job<Item>, options: RunOptions): Promise<Report> {
  return new Run(job, options).go();
}
