import { queueDeadLetters, sqsQueue, workOnQueue } from '@postern/batch/queue';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { findJob } from '../jobs/registry.ts';
import { assertMayRun } from '../may-run.ts';
import { reachThrough } from '../reach.ts';
import { stopsOnSignals, unlessStopped } from '../stops.ts';
import { classifyAuth } from '../work.ts';
import { connectWorker } from './connect-worker.ts';
import { parseWorkFlags } from './queue-flags.ts';
import { findQueueJob } from './queue-jobs.ts';
import { openTelemetry } from './telemetry.ts';

const publishEveryMs = 10_000;

/** `work`: a worker on a queue, until it is told to stop. */
export async function workCommand(words: readonly string[]): Promise<ExitCode> {
  const flags = parseWorkFlags(words, process.env);
  const openJob = findQueueJob(flags.job);
  const kind = await findJob(flags.job);
  const { logger, breaker, settled, publish } = openTelemetry(kind.name, process.env);
  const stops = stopsOnSignals(() => logger.warn('stopping after what is in flight'));
  const extras = { ...reachThrough(process.env), onBreaker: breaker, drain: stops.drain };
  const connection = await connectWorker(flags, process.env, process.cwd(), extras);
  const { job } = openJob(connection);
  const publishing = setInterval(publish, publishEveryMs);
  try {
    const identity = await unlessStopped(connection.source.identity(), stops);
    assertMayRun(identity, kind);
    const { username, groups } = identity;
    logger.info('working', { queue: flags.queue, username, groups });
    const { deadLetters } = flags;
    const { error, ...report } = await workOnQueue(job, {
      queue: sqsQueue({ url: flags.queue }),
      ...(deadLetters === undefined ? {} : { deadLetters: queueDeadLetters(sqsQueue({ url: deadLetters })) }),
      visibilitySeconds: flags.visibilitySeconds,
      untilEmpty: flags.untilEmpty,
      classify: classifyAuth,
      drainSignal: stops.drain,
      signal: stops.atOnce,
      onSettled: settled,
    });
    publish();
    logger.info('worker ended', report);
    if (report.ended === 'stopped') throw error;
    if (report.ended === 'interrupted') return exitCodes.interrupted;
    return report.failed > 0 ? exitCodes.someFailed : exitCodes.ok;
  } finally {
    clearInterval(publishing);
    stops.release();
  }
}
