import type { DeadLetter } from '../dead-letters.ts';
import { CursorError } from '../errors.ts';
import type { Job } from '../job.ts';
import { systemClock, type Clock } from '../pace/clock.ts';
import type { Enqueued } from './enqueued.ts';
import type { Queue } from './queue.ts';
import { collectFailures, type FailureKind } from './run-failures.ts';

/** What is followed, and how closely. */
export interface FollowOptions<Item> {
  readonly job: Pick<Job<Item>, 'name' | 'key' | 'ask' | 'leftovers'>;
  /** What the enqueuer has sent; asked again until it has ended. */
  readonly enqueued: () => Promise<Enqueued>;
  readonly queue: Queue;
  /** Where failed items went. Without it none is seen to have failed. */
  readonly deadLetters?: Queue;
  /** How often the queue is asked, in seconds. @defaultValue `5` */
  readonly everySeconds?: number;
  /**
   * How long the queue has to be empty before that is believed, in seconds. SQS's figures take a minute to be right.
   *
   * @defaultValue `60`
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-monitoring-using-cloudwatch.html
   */
  readonly quietSeconds?: number;
  /** Told each time that the queue was asked. */
  readonly onProgress?: (progress: QueueProgress) => void;
  /** Given the failed items of the run at its end, such as to write them where they can be tried again from. */
  readonly onFailed?: (letters: readonly DeadLetter[]) => Promise<void>;
  /** Ends the following; another may begin it again at any time. */
  readonly drainSignal?: AbortSignal;
  /** Ends what is asked of the API as well. */
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

/** Where a run on a queue stands. */
export interface QueueProgress {
  readonly run: string;
  /** Items that the enqueuer has sent so far. */
  readonly items: number;
  /** Messages that are still in the queue, or being worked on; an approximation. */
  readonly remaining: number;
  /** Items that must have been dealt with; never less than the time before. */
  readonly settled: number;
}

/** How a run on a queue ended, over all its workers. */
export type QueueRunReport = QueueRunEnded | QueueRunInterrupted;

/** All that was sent has been dealt with. */
export interface QueueRunEnded {
  readonly ended: 'complete';
  readonly job: string;
  readonly run: string;
  /** All items of the source. */
  readonly items: number;
  readonly completed: number;
  /** In the dead-letter queue, or refused by the queue as too large. */
  readonly failed: number;
  /** Items that the server still shows as not worked on, though the queue is empty. Anything but 0 is a fault. */
  readonly lost: number;
  /** Why items failed: for each code how many, and one of them. */
  readonly failures: readonly FailureKind[];
}

/** It was told to stop looking. */
export interface QueueRunInterrupted {
  readonly ended: 'interrupted';
  readonly job: string;
  readonly run: string;
  /** Sent so far. */
  readonly items: number;
  /** Still in the queue, or being worked on. */
  readonly notStarted: number;
}

/**
 * Looks on until everything that an enqueuer has sent was dealt with, and says what became of it. It only reads: any number of
 * workers may come and go meanwhile, and it can be ended and begun again.
 *
 * Who has an empty queue and its dead letters knows about every item: what is not there is done. Workers that count would count
 * twice what came twice, and nothing of what they did before they were killed. What the job itself can tell is asked: whether an item
 * that nobody gave a reason for failed at all (`ask`), and whether one is left over (`leftovers`).
 *
 * The queue and its dead letters have to be those of one run at a time.
 *
 * @throws QueueError; CursorError, also when another run is begun meanwhile; what the job's functions throw.
 * @example
 * ```ts
 * const report = await followQueue({ job, queue, deadLetters, enqueued: () => readEnqueued({ file, job: job.name }) });
 * ```
 */
export async function followQueue<Item>(options: FollowOptions<Item>): Promise<QueueRunReport> {
  const { job, enqueued, queue, everySeconds = 5, quietSeconds = 60, onProgress } = options;
  const { clock = systemClock, drainSignal, signal } = options;
  const ending = AbortSignal.any([drainSignal, signal].filter((given) => given !== undefined));
  let settled = 0;
  let first: string | undefined;
  let emptySinceMs: number | undefined;
  for (;;) {
    const sent = await enqueued();
    first ??= sent.run;
    if (sent.run !== first) {
      throw new CursorError(
        `Another run (${sent.run}) was begun before all of ${first} was seen to be done.`,
      );
    }
    const { visible, inFlight, delayed } = await queue.backlog();
    const remaining = visible + inFlight + delayed;
    settled = Math.max(settled, sent.items - remaining);
    const { run, items } = sent;
    onProgress?.({ run, items, remaining, settled });
    if (remaining > 0 || !sent.ended) emptySinceMs = undefined;
    else emptySinceMs ??= clock.now();
    if (emptySinceMs !== undefined && clock.now() - emptySinceMs >= quietSeconds * 1_000) {
      return sumUp(sent, options, signal ?? new AbortController().signal);
    }
    if (ending.aborted) return { ended: 'interrupted', job: job.name, run, items, notStarted: remaining };
    await clock.sleep(Math.min(everySeconds, Math.max(quietSeconds, 0.1)) * 1_000, ending);
  }
}

async function sumUp<Item>(
  { run, items: sent, refused }: Enqueued,
  { job, deadLetters, onFailed }: FollowOptions<Item>,
  signal: AbortSignal,
): Promise<QueueRunEnded> {
  const context = { run, signal };
  const { keys, kinds, letters } = await collectFailures(deadLetters, job, context);
  await onFailed?.(letters);
  let lost = 0;
  for await (const key of job.leftovers?.(context) ?? []) if (!keys.has(key)) lost += 1;
  // What the queue did not take is left over as well, and known.
  lost = Math.max(0, lost - refused);
  const items = sent + refused;
  const failed = keys.size + refused;
  const tooLarge = { code: 'refused', count: refused, key: '', reason: 'The queue does not take it.' };
  const failures = refused > 0 ? [...kinds, tooLarge] : kinds;
  const completed = Math.max(0, items - failed - lost);
  return { ended: 'complete', job: job.name, run, items, completed, failed, lost, failures };
}
