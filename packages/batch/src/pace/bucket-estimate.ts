import { DeliveryLog } from './delivery-log.ts';

/** A refusal, in the units that the rate is in. */
export interface Refusal {
  /** What was asked for. */
  readonly amount: number;
  readonly nowMs: number;
  /** How long the answer took. */
  readonly tripMs: number;
}

// The windows that are looked at end with the refusal, each so many times longer than the one before.
const widening = 1.1;
// What was measured is right to within this share.
const surely = 0.97;

/**
 * What refusals tell of the server's token bucket.
 *
 * A bucket that refuses is empty. So what got through between two refusals is what flowed in meanwhile, or less if the bucket
 * was full in between and ran over. And in any time before a refusal no more got through than flowed in and a full bucket holds.
 */
export class BucketEstimate {
  readonly #log = new DeliveryLog();
  /** What a full bucket gives before it refuses. */
  #content = Number.POSITIVE_INFINITY;
  /** What got through before the first refusal, and in which time: it began with a full bucket. */
  #beginning: { readonly amount: number; readonly ms: number } | undefined;
  /** An inflow that was concluded from the content, and over which time. */
  #guess: { readonly inflow: number; readonly ms: number } | undefined;
  #refusedAtMs: number | undefined;
  #inflow: number | undefined;

  /** What flows in, per second; undefined while it is not known. */
  get inflow(): number | undefined {
    return this.#inflow;
  }

  /** When it refused last, in milliseconds. */
  get refusedAtMs(): number | undefined {
    return this.#refusedAtMs;
  }

  delivered(amount: number, nowMs: number): void {
    this.#log.add(nowMs, amount);
  }

  /** What got through after a time and up to another. */
  between(fromMs: number, toMs: number): number {
    return this.#log.between(fromMs, toMs);
  }

  /** Notes the first refusal of all. */
  begins({ nowMs, tripMs }: Refusal, firstSentMs: number): void {
    const amount = this.between(Number.NEGATIVE_INFINITY, nowMs);
    this.#beginning = { amount, ms: nowMs - firstSentMs - tripMs };
    this.#refusedAtMs = nowMs;
  }

  refusedAt(nowMs: number): void {
    this.#refusedAtMs = nowMs;
  }

  /** Reads the inflow off a refusal that came long enough after the last one; never more than was being sent. */
  measure({ amount, nowMs, tripMs }: Refusal, sentPerSecond: number): number {
    const before = this.#refusedAtMs ?? nowMs;
    const gapMs = Math.max(1, nowMs - before);
    const least = (this.between(before, nowMs) / gapMs) * 1000;
    if (this.#beginning && this.#inflow === undefined) {
      this.#content = Math.max(amount / 2, this.#beginning.amount - (least * this.#beginning.ms) / 1000);
    }
    const shortestMs = Math.max(100, 3 * tripMs, (4 * amount * 1000) / sentPerSecond);
    // The last answer was too much: the bucket had held more than was thought.
    if (this.#guess && least < this.#guess.inflow * surely) {
      this.#content += ((this.#guess.inflow - least) * this.#guess.ms) / 1000;
    }
    this.#guess = undefined;
    let found = least;
    for (let ms = shortestMs; ms < gapMs; ms *= widening) {
      const inflow = this.#atLeast(nowMs, ms);
      if (inflow <= found) continue;
      found = inflow;
      this.#guess = { inflow, ms };
    }
    this.#inflow = Math.min(sentPerSecond, found);
    this.#refusedAtMs = nowMs;
    return this.#inflow;
  }

  /** The server's limit has changed: nothing of what was measured holds. */
  forget(): void {
    this.#inflow = undefined;
    this.#beginning = undefined;
  }

  /** A request was larger than what the bucket can hold. */
  holdsLessThan(amount: number): void {
    this.#content = Math.min(this.#content, amount / 2);
  }

  #atLeast(nowMs: number, ms: number): number {
    const through = this.between(nowMs - ms, nowMs);
    const less = (content: number): number => ((through - content) / ms) * 1000;
    const inflow = less(this.#content);
    const known = this.#inflow;
    // Where more flows in than before, the bucket probably holds more as well.
    return known === undefined || inflow <= known
      ? inflow
      : less(this.#content * Math.min(4, inflow / known));
  }
}
