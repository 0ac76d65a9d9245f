import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openDeadLetters, takeLock, type DeadLetter } from '@postern/batch';
import { followQueue, readEnqueued, sqsQueue, type Enqueued } from '@postern/batch/queue';
import { openRecord } from '../batch-record.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { jobFiles } from '../job-files.ts';
import { assertWritable, writeReport } from '../job-report.ts';
import { reachThrough } from '../reach.ts';
import { stopsOnSignals } from '../stops.ts';
import { connectWorker } from './connect-worker.ts';
import { parseFollowFlags, type FollowFlags } from './queue-flags.ts';
import { findQueueJob } from './queue-jobs.ts';
import { rangedInput } from './ranged-input.ts';
import { openTelemetry } from './telemetry.ts';

const logEveryMs = 10_000;

/** `follow`: looks on until all that was enqueued is done, with the run's record in the API, and reports on all of it. */
export async function followCommand(words: readonly string[]): Promise<ExitCode> {
  const flags = parseFollowFlags(words, process.env);
  await using cleanup = new AsyncDisposableStack();
  const openJob = findQueueJob(flags.job);
  await assertWritable(flags.report);
  const input = flags.input === undefined ? undefined : await rangedInput(flags.input);
  const enqueued = whatWasEnqueued(flags);
  const { run, startedAt, parts } = await enqueued();
  const { logger, breaker, runEnded } = openTelemetry(flags.job, process.env);
  const extras = { ...reachThrough(process.env), onBreaker: breaker };
  const connection = await connectWorker(flags, process.env, process.cwd(), extras);
  const stops = stopsOnSignals(() => logger.warn('stopping; the same command goes on'));
  cleanup.defer(stops.release);
  const record = await openRecord({ ...connection, signal: stops.atOnce }, run, flags.job);
  // By the server's clock where the record is as old as the run.
  const since = record.startedAt < startedAt ? record.startedAt : startedAt;
  const { deadLetters } = flags;
  const job = openJob(connection).whole(since, parts, input);
  logger.info('following', { run, queue: flags.queue });
  let loggedAtMs = Number.NEGATIVE_INFINITY;
  const report = await followQueue({
    job,
    enqueued,
    queue: sqsQueue({ url: flags.queue }),
    ...(deadLetters === undefined ? {} : { deadLetters: sqsQueue({ url: deadLetters }) }),
    quietSeconds: flags.quietSeconds,
    drainSignal: stops.drain,
    signal: stops.atOnce,
    onFailed: (letters) => keep(letters, jobFiles(flags.data, flags.job).deadLetters, run),
    onProgress: (progress) => {
      void record.note(progress.settled);
      if (performance.now() - loggedAtMs < logEveryMs) return;
      loggedAtMs = performance.now();
      logger.info('progress', { ...progress });
    },
  });
  // Without it `lost` is what nobody has looked for.
  const lostChecked = report.ended === 'complete' && job.leftovers !== undefined;
  const shown = { ...report, lostChecked, seconds: Math.round((Date.now() - Date.parse(startedAt)) / 1000) };
  logger.info('run ended', shown);
  if (flags.report !== undefined) await writeReport(flags.report, shown);
  if (report.ended === 'interrupted') return exitCodes.interrupted;
  runEnded(report);
  const { completed, failed, lost } = report;
  await record.end(lost > 0 ? 'FAILED' : 'COMPLETED', completed + failed);
  if (lost > 0) return exitCodes.failed;
  return failed > 0 ? exitCodes.someFailed : exitCodes.ok;
}

// Where `run --retry-failed` finds them.
async function keep(letters: readonly DeadLetter[], file: string, run: string): Promise<void> {
  if (letters.length === 0) return;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  // Who is writing or taking that file now is not to be disturbed; the letters stay in their queue, and the same command reads them again.
  const lock = takeLock(file);
  try {
    const kept = await openDeadLetters({ file, run, inFlight: new Set() });
    await kept.append(...letters).finally(() => kept.close());
  } finally {
    lock.release();
  }
}

function whatWasEnqueued({ job, data, given }: FollowFlags): () => Promise<Enqueued> {
  if (!given) return () => readEnqueued({ file: join(data, `${job}.cursor`), job });
  const known = { ...given, refused: 0, ended: true, startedAt: new Date().toISOString(), parts: [] };
  return () => Promise.resolve(known);
}
