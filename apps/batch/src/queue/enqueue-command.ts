import { join } from 'node:path';
import { enqueue, openCursor, sqsQueue } from '@postern/batch/queue';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { assertSameChoices } from '../jobs/choices.ts';
import { reachThrough } from '../reach.ts';
import { stopsOnSignals } from '../stops.ts';
import { connectWorker } from './connect-worker.ts';
import { parseEnqueueFlags } from './queue-flags.ts';
import { findQueueJob } from './queue-jobs.ts';
import { rangedInput } from './ranged-input.ts';
import { openTelemetry } from './telemetry.ts';

const logEveryMs = 10_000;

/** `enqueue`: puts the job's items in a queue, going on where an earlier process was. */
export async function enqueueCommand(words: readonly string[]): Promise<ExitCode> {
  const flags = parseEnqueueFlags(words, process.env);
  await using cleanup = new AsyncDisposableStack();
  const openJob = findQueueJob(flags.job);
  const reach = reachThrough(process.env);
  const input = flags.input === undefined ? undefined : await rangedInput(flags.input);
  const connection = await connectWorker(flags, process.env, process.cwd(), reach);
  const { job, partitions } = openJob(connection);
  const { logger } = openTelemetry(job.name, process.env);
  const stops = stopsOnSignals(() => logger.warn('stopping after what is in flight'));
  cleanup.defer(stops.release);
  const cursor = await openCursor({ file: join(flags.data, `${job.name}.cursor`), job: job.name });
  cleanup.defer(() => cursor.close());
  const { run } = cursor.state;
  // Its places are bytes and rows of this very file.
  const read = input && `${flags.input} (${input.bytes} bytes)`;
  const choices = { input: read, output: undefined, status: undefined };
  const note = join(flags.data, `${job.name}.cursor.choices.json`);
  await assertSameChoices(note, { run, begun: cursor.resumed }, choices);
  logger.info(cursor.resumed ? 'going on where an earlier process was' : 'enqueueing', {
    run,
    queue: flags.queue,
  });
  let loggedAtMs = performance.now();
  const report = await enqueue({
    job,
    partitions: partitions(input),
    cursor,
    queue: sqsQueue({ url: flags.queue }),
    drainSignal: stops.drain,
    signal: stops.atOnce,
    onProgress: (items) => {
      if (performance.now() - loggedAtMs < logEveryMs) return;
      loggedAtMs = performance.now();
      logger.info('progress', { items });
    },
    onRefused: (key, reason) => logger.error('item refused by the queue', { key, reason }),
  });
  logger.info('enqueuer ended', { ...report });
  if (report.ended === 'interrupted') return exitCodes.interrupted;
  return report.refused > 0 ? exitCodes.someFailed : exitCodes.ok;
}
