import type { Failure } from './classify.ts';
import type { Outcome } from './outcome.ts';

/** What a job's functions are told besides the items. */
export interface JobContext {
  /** The run's id, the same after a restart: make the idempotency mark of it. */
  readonly run: string;
  /** Aborts when the run must stop at once. */
  readonly signal: AbortSignal;
  /**
   * In `process` and `ask`: to be told what the request cost of AppSync's request tokens. Hand it on to the client's call, and the
   * pace counts in tokens instead of items.
   */
  readonly onTokensConsumed?: ((tokens: number) => void) | undefined;
  /** In `process` and `ask`: says what an error means to the run, by its own `classify` first. */
  readonly classify?: (error: unknown) => Failure;
}

/** What has become of an item, when it was asked about. */
export type Answer =
  | Extract<Outcome, { status: 'done' | 'failed' }>
  /** Nothing has happened to it yet. */
  | { readonly status: 'pending' };

/** Work to do once for each item of a source. */
export interface Job<Item> {
  /** Names the job in journal, dead letters and report. */
  readonly name: string;
  /** The items; read lazily and from the beginning at each start. */
  readonly source: (context: JobContext) => AsyncIterable<Item>;
  /** An item's identity, stable over restarts and unique in the source. */
  readonly key: (item: Item) => string;
  /**
   * Works on some items with one request. It may be called again for an item whose effect is already applied, as after a
   * crash: carry a condition or an idempotency key, and answer `unknown` where the condition was not met.
   *
   * What it throws is about the request as a whole; see `classify`.
   *
   * @returns For each item, in order, its outcome.
   */
  readonly process: (items: readonly Item[], context: JobContext) => Promise<readonly Outcome[]>;
  /**
   * Says what has become of items whose condition was not met, or which were in flight at a crash.
   *
   * @returns For each key, in order, the answer. Without this function such items become dead letters.
   */
  readonly ask?: (keys: readonly string[], context: JobContext) => Promise<readonly Answer[]>;
  /** After the last item: the keys of items that the server still shows as not worked on, though they should be. */
  readonly leftovers?: (context: JobContext) => AsyncIterable<string>;
}
