import {
  decodeMessage,
  encodeMessage,
  enqueue,
  freshState,
  memoryCursor,
  type CursorState,
} from '@postern/batch/queue';
import type { Context } from 'aws-lambda';
import { deadline } from './deadline.ts';
import type { LambdaParts } from './lambda-parts.ts';
import { s3Input, type S3Place } from './ranged-input.ts';

/** What fills the queue. */
export interface Source {
  /** The run's id, the same for the same event. */
  readonly run: string;
  /** An object of items; without one it is the job's own source. */
  readonly object?: S3Place;
}

/** Where a function that ran out of time left off. */
interface Continuation {
  readonly object?: S3Place;
  readonly state: CursorState;
}

/**
 * Fills the queue from a source. When the time is up, a message in the queue itself says where to go on.
 *
 * @throws QueueError, SourceFailedError; Lambda calls again with the same event, which is the same run.
 */
export function handleSource({ run, object }: Source, context: Context, parts: LambdaParts): Promise<void> {
  const state = freshState(parts.queueJob.job.name, run);
  return fill({ state, ...(object ? { object } : {}) }, context, parts);
}

/** Goes on with filling the queue. @throws as {@link handleSource} */
export async function continueSource(body: string, context: Context, parts: LambdaParts): Promise<void> {
  const message = decodeMessage(body);
  if (typeof message === 'string' || message.kind !== 'continue') throw new TypeError('No continuation.');
  if (message.job !== parts.queueJob.job.name) throw new TypeError(`It is for the job ${message.job}.`);
  return fill(message.from as Continuation, context, parts);
}

async function fill({ object, state }: Continuation, context: Context, parts: LambdaParts): Promise<void> {
  const { queueJob, queue, telemetry } = parts;
  if (!queue) throw new Error('No queue is given to fill: set BATCH_QUEUE_URL.');
  const { job } = queueJob;
  const { run } = state;
  const until = deadline(context.getRemainingTimeInMillis());
  const cursor = memoryCursor(state);
  const report = await enqueue({
    job,
    queue,
    cursor,
    partitions: queueJob.partitions(object && (await s3Input(object))),
    drainSignal: until.drain,
    signal: until.atOnce,
    onRefused: (key, reason) => telemetry.logger.error('item refused by the queue', { key, reason }),
  });
  telemetry.logger.info('queue filled', { ...report, object });
  if (report.ended === 'complete') return;
  const from: Continuation = { state: cursor.state, ...(object ? { object } : {}) };
  await queue.send([{ body: encodeMessage({ kind: 'continue', job: job.name, run, from }) }]);
}
