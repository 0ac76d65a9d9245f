import { StalledError } from '../errors.ts';
import type { Job } from '../job.ts';
import { adaptivePace } from '../pace/adaptive-pace.ts';
import { systemClock, type Clock } from '../pace/clock.ts';
import type { Pace } from '../pace/pace.ts';
import { keepHidden } from './heartbeat.ts';
import { onePerFlight } from './one-per-flight.ts';
import type { Queue, QueueMessage } from './queue.ts';
import { settleMessages, type Fate, type SettleOptions, type Settlement } from './settle-messages.ts';

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
  readonly #queue: Queue;
  readonly #pace: Pace;
  readonly #clock: Clock;
  readonly #visibilitySeconds: number;
  readonly #flights = new Set<Promise<void>>();
  readonly #held = new Set<QueueMessage>();
  readonly #halt = new AbortController();
  readonly #ending: AbortSignal;
  /** Ends a wait for messages. */
  readonly #hangUp = new AbortController();
  readonly #counts = { done: 0, failed: 0, back: 0, undeleted: 0 };
  #emptyAnswers = 0;
  #error: unknown;

  constructor(job: Job<Item>, options: WorkerOptions) {
    const { pace = adaptivePace(), clock = systemClock, visibilitySeconds = 60 } = options;
    this.#job = job;
    this.#options = options;
    this.#queue = options.queue;
    this.#pace = pace;
    this.#clock = clock;
    this.#visibilitySeconds = visibilitySeconds;
    const outside = [options.drainSignal, options.signal].filter((signal) => signal !== undefined);
    this.#ending = AbortSignal.any([this.#halt.signal, ...outside]);
    this.#ending.addEventListener('abort', () => void this.#hangUpSoon(), { once: true });
  }

  async go(): Promise<WorkerReport> {
    const endHeartbeat = keepHidden(this.#queue, () => [...this.#held], this.#visibilitySeconds, this.#clock);
    let empty = false;
    try {
      while (!this.#ending.aborted && !empty) empty = await this.#step();
    } catch (error) {
      this.#stop(error);
    }
    await Promise.all(this.#flights);
    endHeartbeat();
    const error = this.#error;
    const ended = error !== undefined ? 'stopped' : empty ? 'empty' : 'interrupted';
    return { ...this.#counts, ended, ...(error === undefined ? {} : { error }) };
  }

  // Returns whether the work is over.
  async #step(): Promise<boolean> {
    if (this.#flights.size >= this.#pace.concurrency) {
      await Promise.race(this.#flights);
      return false;
    }
    const holdMs = this.#pace.holdUntilMs - this.#clock.now();
    if (holdMs > 0) {
      await this.#clock.sleep(holdMs, this.#ending);
      return false;
    }
    const quiet = this.#flights.size === 0;
    const messages = await this.#receive();
    if (messages.length > 0) {
      this.#emptyAnswers = 0;
      this.#launch(messages);
      return false;
    }
    return quiet && this.#options.untilEmpty === true && !this.#ending.aborted && (await this.#isEmpty());
  }

  // The first ten are waited for; when there are ten, more are fetched to fill the request.
  async #receive(): Promise<readonly QueueMessage[]> {
    const { untilEmpty = false, waitSeconds = untilEmpty ? 2 : 20 } = this.#options;
    const size = this.#pace.chunkSize;
    const ask = async (max: number, wait: number): Promise<readonly QueueMessage[]> => {
      const visibilitySeconds = this.#visibilitySeconds;
      const got = await this.#queue.receive({
        max,
        waitSeconds: wait,
        visibilitySeconds,
        signal: this.#hangUp.signal,
      });
      for (const message of got) this.#held.add(message);
      return got;
    };
    const first = await ask(size, waitSeconds);
    if (first.length < 10 || size <= 10) return first;
    const rest: Promise<readonly QueueMessage[]>[] = [];
    for (let left = size - first.length; left > 0; left -= 10) rest.push(ask(left, 0));
    return [first, ...(await Promise.all(rest))].flat();
  }

  async #isEmpty(): Promise<boolean> {
    const { visible, inFlight, delayed } = await this.#queue.backlog();
    this.#emptyAnswers = visible + inFlight + delayed === 0 ? this.#emptyAnswers + 1 : 0;
    return this.#emptyAnswers >= emptyAnswersNeeded;
  }

  #launch(messages: readonly QueueMessage[]): void {
    const flight = this.#work(messages)
      .catch((error: unknown) => this.#stop(error))
      .finally(() => {
        for (const message of messages) this.#held.delete(message);
        this.#flights.delete(flight);
      });
    this.#flights.add(flight);
  }

  async #work(messages: readonly QueueMessage[]): Promise<void> {
    const { pace: _, ...options } = this.#options;
    const pace = onePerFlight(this.#pace);
    const settlement = await settleMessages(this.#job, messages, {
      ...options,
      pace,
      drainSignal: this.#ending,
    });
    if (settlement.error !== undefined && !isPassing(settlement.error)) this.#stop(settlement.error);
    await this.#settle(messages, settlement.fates);
    this.#options.onSettled?.(settlement);
  }

  async #settle(messages: readonly QueueMessage[], fates: ReadonlyMap<string, Fate>): Promise<void> {
    const kept = this.#options.deadLetters !== undefined;
    const over: QueueMessage[] = [];
    const back: QueueMessage[] = [];
    for (const message of messages) {
      const status = fates.get(message.id)?.status ?? 'back';
      this.#counts[status] += 1;
      (status === 'done' || (status === 'failed' && kept) ? over : back).push(message);
      // What is given back is not to be hidden again by the heartbeat.
      this.#held.delete(message);
    }
    const byRest = Map.groupBy(back, (message) => this.#restSeconds(message));
    const giveBack = [...byRest].map(([seconds, some]) => this.#queue.hide(some, seconds));
    const [undeleted = 0] = await Promise.all([this.#queue.delete(over), ...giveBack]);
    this.#counts.undeleted += undeleted;
  }

  // At once when this worker ends: another can do it. Else 2 s, 4 s, 8 s and so on, half of it chance.
  #restSeconds({ receives }: QueueMessage): number {
    if (this.#ending.aborted) return 0;
    const { random = Math.random } = this.#options;
    const most = Math.min(longestRestSeconds, 2 ** Math.min(receives, 10));
    return Math.ceil(most * (0.5 + random() / 2));
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

// The API is down or throttles everything: the messages wait in the queue, and the worker goes on asking.
function isPassing(error: unknown): boolean {
  return error instanceof StalledError;
}
