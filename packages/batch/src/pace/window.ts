import type { Feedback } from './pace.ts';

// Answers that take so many times the shortest time wait in a queue: more requests would wait longer.
const queueing = 3;
// One more request in two round trips, so that a server which refuses meets few that are under way; more where trips are long.
const leastGrowth = 0.5;
const growthMs = 40;
// The shortest time is forgotten slowly, for a server may become slower for good.
const forget = 1.002;

/** How many requests may be in flight. */
export class Window {
  readonly #max: number;
  #size = 1;
  #shortestMs = Number.POSITIVE_INFINITY;

  constructor(max: number) {
    this.#max = max;
  }

  get size(): number {
    return Math.floor(this.#size);
  }

  succeeded({ sentAtMs, nowMs }: Feedback): void {
    const tookMs = Math.max(0.1, nowMs - sentAtMs);
    this.#shortestMs = Math.min(tookMs, this.#shortestMs * forget);
    if (tookMs > this.#shortestMs * queueing && this.#size >= 4) return;
    const growth = Math.min(1, Math.max(leastGrowth, (tookMs / growthMs) ** 1.5) / this.#size);
    this.#size = Math.min(this.#max, this.#size + growth);
  }

  shrink(): void {
    this.#size = Math.max(1, this.#size / 2);
  }
}
