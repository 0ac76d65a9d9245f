import type { Failure } from './classify.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { Journal } from './journal/journal.ts';
import type { Clock } from './pace/clock.ts';
import type { Pace } from './pace/pace.ts';
import type { Progress } from './report.ts';

/** What a run needs besides its job. */
export interface RunOptions {
  readonly journal: Journal;
  readonly deadLetters: DeadLetters;
  /** @defaultValue `adaptivePace()` */
  readonly pace?: Pace;
  /** Told after every request; what it throws stops the run. */
  readonly onProgress?: (progress: Progress) => void;
  /** Ends the run after what is in flight; the rest stays resumable. */
  readonly drainSignal?: AbortSignal;
  /** Ends the run at once; what was in flight is asked about at the next start. */
  readonly signal?: AbortSignal;
  /**
   * Says what an error of `process` means that this package does not know, such as a refused sign-in; undefined leaves it to
   * the package, to which what is neither a call error nor of the network is an item that the job cannot take.
   */
  readonly classify?: (error: unknown) => Failure | undefined;
  /**
   * Requests that an item may see fail while others get through, alone in the end, before it becomes a dead letter. Those that
   * were never sent do not count.
   *
   * @defaultValue `5`
   */
  readonly maxTroubles?: number;
  /** The run stops when nothing got through for this long, in milliseconds. @defaultValue `120_000` */
  readonly stallMs?: number;
  /**
   * A request that takes longer counts as lost, and its items are sent again, in milliseconds; `Infinity` waits for ever.
   *
   * @defaultValue `60_000`
   */
  readonly requestTimeoutMs?: number;
  /** @defaultValue the machine's own time */
  readonly clock?: Clock;
}
