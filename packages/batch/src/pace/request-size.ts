import type { Feedback } from './pace.ts';

// A size that was refused is tried again after this long, and then after twice as long.
const firstRetryMs = 2_000;
const longestRetryMs = 60_000;

/** How many items a request carries. */
export class RequestSize {
  readonly #max: number;
  #items: number;
  #cap: number;
  #retryAtMs = Number.POSITIVE_INFINITY;
  #retryMs = firstRetryMs;

  constructor(max: number) {
    this.#max = max;
    this.#items = max;
    this.#cap = max;
  }

  get items(): number {
    return this.#items;
  }

  succeeded({ items, nowMs }: Feedback): void {
    if (nowMs >= this.#retryAtMs) {
      this.#cap = this.#max;
      this.#retryAtMs = Number.POSITIVE_INFINITY;
    }
    if (items >= this.#items) this.#items = Math.min(this.#cap, this.#items + 1);
  }

  /** A request was refused though nothing else had got through since the last refusal: it may be larger than the bucket. */
  refused(items: number, nowMs: number): void {
    if (items > this.#items) return;
    this.#items = Math.max(1, Math.floor(items / 2));
    this.#cap = this.#items;
    this.#retryAtMs = nowMs + this.#retryMs;
    this.#retryMs = Math.min(longestRetryMs, this.#retryMs * 2);
  }
}
