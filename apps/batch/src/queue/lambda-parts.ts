import type { DeadLetters, Pace } from '@postern/batch';
import type { Queue } from '@postern/batch/queue';
import type { QueueJob } from './queue-jobs.ts';
import type { Telemetry } from './telemetry.ts';

/** What lives as long as the function's environment, over many events. */
export interface LambdaParts {
  readonly queueJob: QueueJob;
  /** The queue that S3 and schedules fill; the function needs none to work on messages. */
  readonly queue: Queue | undefined;
  readonly deadLetters: DeadLetters | undefined;
  readonly pace: Pace;
  readonly telemetry: Telemetry;
}
