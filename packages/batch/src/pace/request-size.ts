import type { Feedback } from './pace.ts';

// A size that was refused is tried again after this long, and then after twice as long.
const firstRetryMs = 10_000;
const longestRetryMs = 60_000;

/** How many items a request carries. */
export class RequestSize {
  readonly #max: number;
  #items: number;
  #cap: number;
  /** The largest that got through since one was too large; 0 before any did. */
  #passed = 0;
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

  /** Whether any request got through yet. */
  get isProven(): boolean {
    return this.#passed > 0;
  }

  /** Whether a request is larger than those that got through. */
  isTrial(items: number): boolean {
    return this.isProven && items > this.#passed;
  }

  succeeded({ items, nowMs }: Feedback): void {
    this.#passed = Math.max(this.#passed, items);
    if (nowMs >= this.#retryAtMs) {
      this.#cap = this.#max;
      this.#retryAtMs = Number.POSITIVE_INFINITY;
    }
    if (items >= this.#items) this.#items = Math.min(this.#cap, this.#items + 1);
  }

  /** A request was refused though nothing else had got through since the last refusal: it may be larger than the bucket. */
  refused(items: number, nowMs: number): void {
    if (items > this.#items) return;
    // What fills about half of the bucket leaves room for what arrives a little early or late.
    const smaller = this.isTrial(items)
      ? Math.min(this.#passed, Math.floor(items * 0.6))
      : Math.floor(items / 2);
    this.#items = Math.max(1, smaller);
    if (this.isProven) this.#passed = this.#items;
    this.#cap = this.#items;
    this.#retryAtMs = nowMs + this.#retryMs;
    this.#retryMs = Math.min(longestRetryMs, this.#retryMs * 2);
  }
}
