/** What went wrong with a run; stable, for programs. */
export type BatchErrorCode =
  | 'journal-locked'
  | 'journal-damaged'
  | 'journal-mismatch'
  | 'journal-write'
  | 'source-failed'
  | 'source-malformed'
  | 'stalled'
  | 'job-broken'
  | 'queue'
  | 'cursor';

/** The family of all errors of a run. What the job's own calls throw is not in it; it stands as `cause`. */
export abstract class BatchError extends Error {
  abstract readonly code: BatchErrorCode;

  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Another process has the journal open. */
export class JournalLockedError extends BatchError {
  override readonly code = 'journal-locked';
  /** The process that holds it, where it could be read. */
  readonly pid: number | undefined;

  constructor(file: string, pid: number | undefined) {
    super(`${file} is in use by another run${pid === undefined ? '' : ` (process ${pid})`}.`);
    this.pid = pid;
  }
}

/** A line before the last does not match its checksum: no torn write explains that. */
export class JournalDamagedError extends BatchError {
  override readonly code = 'journal-damaged';
}

/** The journal belongs to another job. */
export class JournalMismatchError extends BatchError {
  override readonly code = 'journal-mismatch';
}

/** The journal or the dead letters could not be written, as when the disk is full; what was done stays done. */
export class JournalWriteError extends BatchError {
  override readonly code = 'journal-write';
}

/** The source threw; what had been read from it until then was still worked on. */
export class SourceFailedError extends BatchError {
  override readonly code = 'source-failed';
}

/** A line or row of the input is not what its format says; named by its line. */
export class MalformedSourceError extends BatchError {
  override readonly code = 'source-malformed';
}

/** Nothing got through for too long: the server is down, or throttles everything. */
export class StalledError extends BatchError {
  override readonly code = 'stalled';
}

/** The job does not do what its type says, such as giving fewer outcomes than items. */
export class JobBrokenError extends BatchError {
  override readonly code = 'job-broken';
}

/** The queue cannot be reached or read, or does not take messages. */
export class QueueError extends BatchError {
  override readonly code = 'queue';
}

/** The cursor of an enqueuer cannot be used: it is damaged, or another job's. */
export class CursorError extends BatchError {
  override readonly code = 'cursor';
}
