import { DeliveryLog } from './delivery-log.ts';
import type { Feedback } from './pace.ts';

// Between two refusals no further apart than this the bucket was never full: what got through is what flowed in.
const measureMs = 600;
// Refusals closer together than this many round trips: the server allows less than it did.
const crowdedTrips = 3;
// Without a refusal for so many requests, and so long, more is tried.
const quietRequests = 50;
const quietMs = 300;
const longQuietMs = 3_000;
const smallestStep = 0.015;
const largestStep = 0.2;
// A little under what was measured: the credit that builds up pays for the next try.
const margin = 0.99;
// What the first refusal leaves of the rate that was under way, and how it goes up to the second.
const firstCut = 0.5;
const firstStep = 0.08;

/**
 * Finds how many items a second the server takes.
 *
 * A token bucket that refuses is empty; so what gets through between two refusals is exactly what flows into it. After a
 * refusal the rate is set to that, and after a quiet time it goes up again, slowly at first, to the next refusal.
 */
export class SendRate {
  readonly #log = new DeliveryLog();
  readonly #maxPerSecond: number;
  /** Items a second; infinite until the first refusal, unless there is a ceiling. */
  #perSecond: number;
  #nextMs = Number.NEGATIVE_INFINITY;
  #overloads: number[] = [];
  #measured = false;
  #step = firstStep;
  #steppedAtMs = 0;
  #requestsSince = 0;
  #roundTripMs = 0;

  constructor(maxPerSecond: number) {
    this.#maxPerSecond = maxPerSecond;
    this.#perSecond = maxPerSecond;
  }

  /** Nothing is to be sent before this time, in milliseconds. */
  get nextMs(): number {
    return this.#nextMs;
  }

  launched(items: number, nowMs: number): void {
    if (this.#perSecond === Number.POSITIVE_INFINITY) return;
    // A pause in the event loop is made up for, so that timers that fire late cost nothing; but not with a volley.
    const intervalMs = (items / this.#perSecond) * 1000;
    this.#nextMs = Math.max(this.#nextMs, nowMs - intervalMs) + intervalMs;
  }

  delivered({ items, sentAtMs, nowMs }: Feedback): void {
    this.#log.add(nowMs, items);
    this.#roundTripMs = this.#roundTripMs * 0.9 + (nowMs - sentAtMs) * 0.1;
    this.#requestsSince += 1;
    const last = this.#overloads.at(-1);
    if (last === undefined) return;
    const sinceMs = nowMs - last;
    const quiet = (this.#requestsSince >= quietRequests && sinceMs >= quietMs) || sinceMs > longQuietMs;
    if (quiet || !this.#measured) this.#goUp(nowMs);
  }

  /** The server refused a request that was sent after the last overload was known. */
  overloaded({ items, sentAtMs, nowMs }: Feedback): void {
    const before = this.#overloads.at(-1);
    const found = this.#measure(nowMs, before, items, Math.max(1, nowMs - sentAtMs));
    this.#perSecond = Math.min(this.#maxPerSecond, Math.max(5, found));
    this.#overloads = [...this.#overloads.slice(-20), nowMs];
    this.#measured ||=
      before !== undefined && nowMs - before >= Math.max(60, crowdedTrips * (nowMs - sentAtMs));
    this.#step = this.#measured ? smallestStep : firstStep;
    this.#steppedAtMs = nowMs;
    this.#requestsSince = 0;
    // The bucket has less than this request wanted.
    this.#nextMs = nowMs + (items / this.#perSecond) * 1200;
  }

  #goUp(nowMs: number): void {
    const everyMs = Math.max(this.#measured ? 100 : 40, 1.5 * this.#roundTripMs);
    const steps = Math.min(4, Math.floor((nowMs - this.#steppedAtMs) / everyMs));
    if (steps < 1) return;
    this.#perSecond = Math.min(this.#maxPerSecond, this.#perSecond * (1 + this.#step) ** steps);
    if (this.#measured) this.#step = Math.min(largestStep, this.#step * 2);
    this.#steppedAtMs = nowMs;
  }

  #measure(nowMs: number, before: number | undefined, items: number, roundTripMs: number): number {
    const rate = (fromMs: number): number => (this.#log.between(fromMs, nowMs) / (nowMs - fromMs)) * 1000;
    // The first refusal ends the burst; what the server allows is not known yet.
    if (before === undefined) {
      return Math.max((items / roundTripMs) * 100, rate(nowMs - 2 * roundTripMs) * firstCut);
    }
    // Nothing got through since the last one: the requests are too large, which is another's to mend.
    if (this.#log.between(before, nowMs) === 0) return this.#perSecond * 0.8;
    if (nowMs - before < Math.max(60, crowdedTrips * roundTripMs)) {
      return this.#perSecond * (this.#measured ? 0.9 : firstCut);
    }
    // The bucket was empty then and is empty now.
    const least = rate(before);
    if (nowMs - before <= measureMs) return Math.min(this.#perSecond, least * margin);
    // Or it was full in between, and then more could have flowed into it than we took out.
    const most = Math.max(least, rate(nowMs - Math.max(60, 3 * roundTripMs)));
    return Math.min(this.#perSecond, Math.sqrt(least * most));
  }
}
