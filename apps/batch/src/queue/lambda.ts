import { adaptivePace } from '@postern/batch';
import { queueDeadLetters, sqsQueue } from '@postern/batch/queue';
import { connectWorker } from './connect-worker.ts';
import { createHandler } from './lambda-handler.ts';
import type { LambdaParts } from './lambda-parts.ts';
import { findQueueJob } from './queue-jobs.ts';
import { openTelemetry } from './telemetry.ts';

/** The Lambda entry: everything comes from environment variables, as the README lists them. */
export const handler = createHandler(async (): Promise<LambdaParts> => {
  const environment = process.env;
  const name = environment.BATCH_JOB ?? 'time-zones';
  const openJob = findQueueJob(name);
  const folder = environment.LAMBDA_TASK_ROOT ?? process.cwd();
  const account = { settings: {}, tokens: environment.BATCH_TOKENS };
  const telemetry = openTelemetry(name, environment);
  const connection = await connectWorker(account, environment, folder, { onBreaker: telemetry.breaker });
  const { BATCH_QUEUE_URL: queue, BATCH_DEAD_LETTER_QUEUE_URL: deadLetters } = environment;
  return {
    queueJob: openJob(connection),
    queue: queue === undefined ? undefined : sqsQueue({ url: queue }),
    deadLetters: deadLetters === undefined ? undefined : queueDeadLetters(sqsQueue({ url: deadLetters })),
    pace: adaptivePace(),
    telemetry,
  };
});
