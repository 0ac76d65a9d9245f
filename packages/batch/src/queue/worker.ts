import { StalledError } from '../errors.ts';
import type { Job } from '../job.ts';
import { adaptivePace } from '../pace/adaptive-pace.ts';
import { systemClock, type Clock } from '../pace/clock.ts';
import type { Pace } from '../pace/pace.ts';
import { longestTimerMs } from '../within.ts';
import { Hand } from './hand.ts';
import { keepHidden } from './heartbeat.ts';
import { onePerFlight } from './one-per-flight.ts';
import { outageWatch, type Outage } from './outage.ts';
import type { Queue, QueueMessage } from './queue.ts';
import { settleMessages, type SettleOptions, type Settlement } from './settle-messages.ts';

/** How a worker works. */
export interface WorkerOptions extends SettleOptions {
  readonly queue: Queue;
  /**
   * How long a message is out of sight of other workers, in seconds; extended for as long as it is worked on. After a crash it
   * comes back when this is over.
   *
   * @defaultValue `60`
   */
  readonly visibilitySeconds?: number;
  /** How long a request for messages waits for the first, in seconds, 20 at most. @defaultValue `20`, or `2` with `untilEmpty` */
  readonly waitSeconds?: number;
  /** Ends when nothing is in the queue any more, what others work on included. @defaultValue `false` */
  readonly untilEmpty?: boolean;
  /** Told of each group of messages when it is dealt with. */
  readonly onSettled?: (settlement: Settlement) => void;
  /** A number in [0, 1). @defaultValue `Math.random` */
  readonly random?: () => number;
}

/** What a worker has done. Messages, not items: an item may come in several. */
export interface WorkerReport {
  readonly done: number;
  readonly failed: number;
  /** Given back to the queue. */
  readonly back: number;
  /** Dealt with, and yet not deleted: they come again, and are dealt with again. */
  readonly undeleted: number;
  readonly ended: 'empty' | 'interrupted' | 'stopped';
  /** What stopped it. */
  readonly error?: unknown;
}

/**
 * Takes messages from a queue and does a job's work on their items until it is told to stop, at the pace that the API allows.
 *
 * A message is deleted when its item is done, or failed and in the dead letters. Everything else comes back, at once when the
 * worker stops, later and later when it could not be worked on; the queue's redrive policy ends that.
 *
 * @returns What it did, whatever happened; `error` says what stopped it.
 * @example
 * ```ts
 * const report = await workOnQueue(job, { queue, deadLetters: queueDeadLetters(failed), drainSignal, signal });
 * ```
 */
export function workOnQueue<Item>(job: Job<Item>, options: WorkerOptions): Promise<WorkerReport> {
  return new Worker(job, options).go();
}

const emptyAnswersNeeded = 2;
// Within this time a queue that has messages answers; one that has none is not waited for at the end.
const answerMs = 1_000;
// SQS takes 12 hours; a quarter of an hour is long enough for a server to come back.
const longestRestSeconds = 900;

class Worker<Item> {
  readonly #job: Job<Item>;
  readonly #options: WorkerOptions;
  readonly #pace: Pace;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #hand: Hand;
  readonly #outage: Outage;
  readonly #flights = new Set<Promise<void>>();
  readonly #halt = new AbortController();
  readonly #ending: AbortSignal;
  readonly #hangUp = new AbortController();
  #emptyAnswers = 0;
  #error: unknown;

  constructor(job: Job<Item>, options: WorkerOptions) {
    const { queue, pace = adaptivePace(), clock = systemClock, random = Math.random } = options;
    const { visibilitySeconds = 60, untilEmpty = false, waitSeconds = untilEmpty ? 2 : 20 } = options;
    this.#job = job;
    this.#options = options;
    this.#pace = pace;
    this.#clock = clock;
    this.#random = random;
    this.#outage = outageWatch(random);
    const keepsLetters = options.deadLetters !== undefined;
    const hangUp = this.#hangUp.signal;
    this.#hand = new Hand({ queue, visibilitySeconds, waitSeconds, keepsLetters, hangUp });
    const outside = [options.drainSignal, options.signal].filter((signal) => signal !== undefined);
    this.#ending = AbortSignal.any([this.#halt.signal, ...outside]);
    this.#ending.addEventListener('abort', () => void this.#hangUpSoon(), { once: true });
  }

  async go(): Promise<WorkerReport> {
    const { queue, visibilitySeconds = 60 } = this.#options;
    const endHeartbeat = keepHidden(queue, () => this.#hand.messages, visibilitySeconds, this.#clock);
    let empty = false;
    try {
      while (!this.#ending.aborted && !empty) empty = await this.#step();
    } catch (error) {
      this.#stop(error);
    }
    await Promise.all(this.#flights);
    endHeartbeat();
    await this.#hand.layDownAll();
    const error = this.#error;
    const ended = error !== undefined ? 'stopped' : empty ? 'empty' : 'interrupted';
    return { ...this.#hand.counts, ended, ...(error === undefined ? {} : { error }) };
  }

  // Returns whether the work is over.
  async #step(): Promise<boolean> {
    const { isOn, untilMs } = this.#outage;
    if (this.#flights.size >= (isOn ? 1 : this.#pace.concurrency)) {
      await Promise.race(this.#flights);
      return false;
    }
    const holdMs = Math.max(this.#pace.holdUntilMs, isOn ? untilMs : 0) - this.#clock.now();
    if (holdMs > 0) {
      await this.#clock.sleep(Math.min(holdMs, longestTimerMs), this.#ending);
      return false;
    }
    const quiet = this.#flights.size === 0;
    const messages = await this.#hand.take(isOn ? 1 : this.#pace.chunkSize);
    if (messages.length > 0) {
      this.#emptyAnswers = 0;
      this.#launch(messages);
      return false;
    }
    return quiet && this.#options.untilEmpty === true && !this.#ending.aborted && (await this.#isEmpty());
  }

  async #isEmpty(): Promise<boolean> {
    const { visible, inFlight, delayed } = await this.#options.queue.backlog();
    this.#emptyAnswers = visible + inFlight + delayed === 0 ? this.#emptyAnswers + 1 : 0;
    return this.#emptyAnswers >= emptyAnswersNeeded;
  }

  #launch(messages: readonly QueueMessage[]): void {
    const flight = this.#work(messages)
      .catch((error: unknown) => this.#stop(error))
      .finally(() => this.#flights.delete(flight));
    this.#flights.add(flight);
  }

  async #work(messages: readonly QueueMessage[]): Promise<void> {
    const { pace: _, ...options } = this.#options;
    const pace = onePerFlight(this.#pace);
    const drainSignal = this.#ending;
    const settlement = await settleMessages(this.#job, messages, { ...options, pace, drainSignal });
    const { error, fates } = settlement;
    if (error instanceof StalledError) this.#outage.begin(this.#clock.now());
    else if (error !== undefined) this.#stop(error);
    else this.#outage.end();
    await this.#hand.layDown(messages, fates, (message) => this.#restSeconds(message));
    this.#options.onSettled?.(settlement);
  }

  // At once when this worker ends: another can do it. Else 2 s, 4 s, 8 s and so on, half of it chance.
  #restSeconds({ receives }: QueueMessage): number {
    if (this.#ending.aborted) return 0;
    const most = Math.min(longestRestSeconds, 2 ** Math.min(receives, 10));
    return Math.ceil(most * (0.5 + this.#random() / 2));
  }

  // An answer that nobody waits for any more takes its messages out of sight for nothing.
  async #hangUpSoon(): Promise<void> {
    await this.#clock.sleep(answerMs, this.#options.signal ?? this.#hangUp.signal);
    this.#hangUp.abort();
  }

  #stop(error: unknown): void {
    this.#error ??= error;
    this.#halt.abort();
  }
}
