export type { Failure } from './classify.ts';
export {
  openDeadLetters,
  readDeadLetters,
  type DeadLetter,
  type DeadLetters,
  type DeadLettersOptions,
} from './dead-letters.ts';
export * from './errors.ts';
export type { Answer, Job, JobContext } from './job.ts';
export type { JournalEntry, RunHeader } from './journal/journal-line.ts';
export { openJournal, type Journal, type JournalOptions } from './journal/journal.ts';
export { takeLock, type Lock } from './journal/lock.ts';
export type { JournalState } from './journal/replay.ts';
export { oneByOne } from './one-by-one.ts';
export { outcomeOf, type Outcome } from './outcome.ts';
export { adaptivePace, type AdaptivePaceOptions } from './pace/adaptive-pace.ts';
export type { Clock } from './pace/clock.ts';
export type { Feedback, Pace } from './pace/pace.ts';
export type { Progress, Report } from './report.ts';
export { runJob } from './run-job.ts';
export type { RunOptions } from './run-options.ts';
export { openNdjsonFile, type NdjsonFile, type NdjsonFileOptions } from './sinks/ndjson-file.ts';
export { csv, type CsvOptions, type CsvRow } from './sources/csv.ts';
export { ndjson, type NdjsonOptions, type Pieces } from './sources/ndjson.ts';
