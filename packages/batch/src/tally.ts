import type { JournalState } from './journal/replay.ts';
import type { Clock } from './pace/clock.ts';
import type { Pace } from './pace/pace.ts';
import type { Progress } from './report.ts';

/** Counts what happens in a run. */
export class Tally {
  readonly #clock: Clock;
  readonly #startedAtMs: number;
  readonly earlier: { readonly completed: number; readonly failed: number };
  /** Items of earlier processes, whose source was read then. */
  readonly itemsBefore: number;
  completed: number;
  failed: number;
  requests = 0;
  retries = 0;
  throttled = 0;
  /** Requests that something got through with. */
  successes = 0;

  constructor({ completedCount, failed, settled, inFlight }: JournalState, clock: Clock) {
    this.#clock = clock;
    this.#startedAtMs = clock.now();
    this.earlier = { completed: completedCount, failed: failed.size };
    this.itemsBefore = settled.size + inFlight.size;
    this.completed = completedCount;
    this.failed = failed.size;
  }

  get seconds(): number {
    return (this.#clock.now() - this.#startedAtMs) / 1000;
  }

  progress(items: number, { concurrency, chunkSize }: Pace): Progress {
    const { completed, failed, requests, retries, throttled, seconds } = this;
    return { items, completed, failed, requests, retries, throttled, seconds, concurrency, chunkSize };
  }
}
