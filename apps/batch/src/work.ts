import { AuthError } from '@postern/auth';
import { openDeadLetters, type Failure, type Journal, type Pace } from '@postern/batch';
import { openRecord } from './batch-record.ts';
import type { Connection } from './connect.ts';
import type { Display } from './display/display.ts';
import type { JobKind, PreparedJob } from './jobs/job-kind.ts';
import { assertMayRun } from './may-run.ts';
import { unlessStopped, type Stops } from './stops.ts';
import { isAllRight, type WorkReport } from './work-report.ts';

/** What the job is done with. */
export interface WorkOptions extends Connection {
  readonly kind: JobKind;
  readonly job: PreparedJob;
  readonly journal: Journal;
  readonly pace: Pace;
  readonly deadLettersFile: string;
  readonly display: Display;
  readonly stops: Stops;
  /** Items that wait for the job, where that is known. */
  readonly expectedItems?: number;
  /** A request without an answer for so long counts as lost. @defaultValue the run's own */
  readonly requestTimeoutMs?: number | undefined;
}

const noteEveryMs = 2_000;

/**
 * Signs in and does the job, with its record in the API kept up to date.
 *
 * @throws AuthError, CallError or NotAllowedError when it cannot be begun.
 */
export async function work(options: WorkOptions): Promise<WorkReport> {
  const { kind, job, journal, pace, source, asker, reader, writer, counts, display, stops } = options;
  const { requestTimeoutMs } = options;
  const identity = await unlessStopped(source.identity(), stops);
  assertMayRun(identity, kind);
  display.signedIn(identity, journal.resumed ? journal.before.settled.size : undefined);
  const record = await openRecord({ asker, reader, signal: stops.atOnce }, journal.header.run, kind.name);
  const { inFlight } = journal.before;
  const letters = { file: options.deadLettersFile, run: journal.header.run, inFlight };
  const deadLetters = await openDeadLetters(letters);
  let settled = journal.before.settled.size;
  const notes = setInterval(() => void record.note(settled), noteEveryMs);
  try {
    const tools = { reader, writer, startedAt: () => record.startedAt };
    const report = await job.run(tools, {
      journal,
      pace,
      deadLetters,
      classify: classifyAuth,
      drainSignal: stops.drain,
      signal: stops.atOnce,
      ...(requestTimeoutMs === undefined ? {} : { requestTimeoutMs }),
      onProgress: (progress) => {
        settled = progress.completed + progress.failed;
        display.progress(progress, options.expectedItems ?? job.expectedItems);
      },
    });
    clearInterval(notes);
    const status = report.ended === 'interrupted' ? 'RUNNING' : isAllRight(report) ? 'COMPLETED' : 'FAILED';
    const ended = record.end(status, report.completed + report.failed);
    // What stopped the run may stop this as well; then the run's own end is the one to tell.
    await (report.ended === 'complete' ? ended : ended.catch(() => undefined));
    const { requests, throttled, tokensConsumed } = counts;
    const retries = report.retries + counts.retries;
    return { ...report, requests, throttled, retries, tokensConsumed };
  } finally {
    clearInterval(notes);
    await deadLetters.close();
  }
}

/** What a failed sign-in means for a run: Cognito out of reach is trouble that passes; a refused sign-in is not. */
export function classifyAuth(error: unknown): Failure | undefined {
  if (!(error instanceof AuthError)) return undefined;
  const passing = ['network', 'throttled', 'service'].includes(error.code);
  return { kind: passing ? 'trouble' : 'fatal' };
}
