import { BucketEstimate, type Refusal } from './bucket-estimate.ts';
import { Metronome } from './metronome.ts';
import { TryMore } from './try-more.ts';

/**
 * How the rate is found. `open`: no refusal yet, and no rate. `drain`: the first refusal was met; what was sent behind it is
 * waited for. `race`: nothing is known, the rate goes up fast. `search`: it goes up by little to the next refusal. `cruise`: the
 * inflow was measured and is kept to.
 */
type Phase = 'open' | 'drain' | 'race' | 'search' | 'cruise';

// A little under what was measured: the credit that builds up pays for the next try.
const margin = 0.99;
const steps = { race: 0.5, search: 0.08, cruise: 0.04 };
// While cruising each step is twice the one before, up to this.
const largestStep = 0.15;
const stepMs = 50;
// In requests a second: who has little of a limit that several share gains on who has much.
const leastStep = 2;
// Refusals closer together than this many round trips tell too little to measure anything.
const crowdedTrips = 3;
const crowdedMs = 60;

// No server is as slow as this, in whatever unit.
const slowest = 0.05;

/** One request's part in the rate. */
export interface Sent {
  /** What it asked of the server, in the rate's unit. */
  readonly amount: number;
  readonly sentAtMs: number;
  readonly nowMs: number;
}

/**
 * Finds how much the server takes a second, in whatever unit it counts.
 *
 * A refusal says that the bucket is empty; the gap to the next one says what flows into it ({@link BucketEstimate}). That rate is
 * kept to, and now and then a little more is tried ({@link TryMore}).
 */
export class SendRate {
  readonly #bucket = new BucketEstimate();
  readonly #metronome = new Metronome();
  readonly #tryMore = new TryMore();
  #phase: Phase = 'open';
  #step = 0;
  #steppedAtMs = 0;
  #passedSinceStep = 0;
  #firstSentMs: number | undefined;
  #tripMs = 0;
  /** Of the last request. */
  #amount = 0;
  #deviationMs = 0;
  /** The trip of the first refusal, while what was sent behind it is waited for. */
  #drainMs = 0;
  /** The last refusal came while no more was sent than was measured. */
  #unexpected = false;

  /** Nothing is to be sent before this time, in milliseconds. */
  get nextMs(): number {
    return this.#metronome.nextMs;
  }

  /** What is being sent a second; infinite before the first refusal. */
  get perSecond(): number {
    return this.#metronome.perSecond;
  }

  launched(amount: number, nowMs: number): void {
    this.#firstSentMs ??= nowMs;
    if (this.#phase === 'drain') this.#readDrain(amount, nowMs);
    this.#metronome.sent(amount, nowMs);
  }

  /** @param more - By how much it asked for more than was thought when it was sent. */
  delivered({ amount, sentAtMs, nowMs }: Sent, more = 0): void {
    if (more !== 0) this.#metronome.corrected(more);
    this.#bucket.delivered(amount, nowMs);
    this.#amount = amount;
    this.#timed(nowMs - sentAtMs);
    this.#tryMore.passed();
    this.#passedSinceStep += 1;
    const refusedAtMs = this.#bucket.refusedAtMs;
    if (refusedAtMs === undefined || this.#phase === 'drain') return;
    if (this.#phase !== 'cruise' || this.#tryMore.isTime(nowMs - refusedAtMs)) this.#goUp(nowMs);
  }

  /** A request was refused, of whatever overload. */
  refused(): void {
    this.#tryMore.paid();
  }

  /** The server refused a request that was sent after the last overload was known. */
  overloaded({ amount, sentAtMs, nowMs }: Sent): void {
    const refusal = { amount, nowMs, tripMs: Math.max(1, nowMs - sentAtMs) };
    const before = this.#bucket.refusedAtMs;
    const through = before === undefined ? 0 : this.#bucket.between(before, nowMs);
    const { inflow } = this.#bucket;
    this.#unexpected = this.#phase === 'cruise' && this.perSecond <= (inflow ?? 0);
    this.#tryMore.overloaded(through / amount, this.#unexpected);
    this.#metronome.perSecond = Math.max(slowest, this.#rateAfter(refusal, before, through));
    this.#beginStep(nowMs);
    // The bucket has less than this request wanted, and answers do not come like clockwork.
    const refillMs = 1.2 * this.#metronome.msFor(amount) + this.#deviationMs;
    const waitMs =
      this.#unexpected || before === undefined ? Math.max(refillMs, 1.1 * refusal.tripMs) : refillMs;
    this.#metronome.pauseUntil(nowMs + waitMs);
  }

  /** The server refused a request that was under way when the overload became known. */
  alsoRefused({ amount, nowMs }: Sent): void {
    if (!this.#unexpected || this.#phase !== 'cruise') return;
    // The rate was kept to, and the bucket has not even a second request's: less flows in than did.
    this.#lookAgain(0.6, nowMs);
    this.#metronome.pauseUntil(Math.max(this.nextMs, nowMs + this.#metronome.msFor(amount)));
  }

  /** A request of this size would never get through, and smaller ones are to follow. */
  tooLarge(amount: number): void {
    this.#bucket.holdsLessThan(amount);
    this.#bucket.forget();
    // As if one request at a time were under way, with a pause as long as itself.
    const slow = (amount / 4 / Math.max(1, this.#tripMs)) * 1000;
    this.#metronome.perSecond = Math.min(this.perSecond / 2, Math.max(slowest, slow));
    this.#phase = 'race';
    this.#step = steps.race;
  }

  /** A request that was larger than others before it did not get through. */
  largerRefused(amount: number): void {
    this.#bucket.holdsLessThan(amount);
  }

  #rateAfter(refusal: Refusal, before: number | undefined, through: number): number {
    const { amount, nowMs, tripMs } = refusal;
    const { inflow } = this.#bucket;
    if (before === undefined) {
      this.#bucket.begins(refusal, this.#firstSentMs ?? 0);
      this.#phase = 'drain';
      this.#drainMs = tripMs;
      const served = this.#bucket.between(nowMs - 2 * tripMs, nowMs) / (2 * tripMs);
      return Math.max(amount / tripMs / 10, served / 2) * 1000;
    }
    const crowded = nowMs - before < Math.max(crowdedMs, crowdedTrips * tripMs);
    if (this.#phase === 'cruise' || this.#phase === 'search') {
      if (through > 0 && !crowded) {
        this.#phase = 'cruise';
        const found = this.#bucket.measure(refusal, this.perSecond);
        this.#tryMore.measured(found, inflow);
        return found * margin;
      }
    }
    this.#bucket.refusedAt(nowMs);
    if (through === 0) return this.perSecond / 2;
    const share = this.#phase === 'race' ? 0.6 : inflow === undefined ? 0.5 : 0.7;
    this.#lookAgain(share, nowMs);
    return this.perSecond;
  }

  // What got through behind the first refusal is what flowed in meanwhile, to within a request.
  #readDrain(amount: number, nowMs: number): void {
    const through = this.#bucket.between(this.#bucket.refusedAtMs ?? nowMs, nowMs);
    this.#metronome.perSecond = ((through + amount / 2) / this.#drainMs) * 1000;
    this.#phase = through === 0 ? 'race' : 'search';
    this.#step = steps[this.#phase];
  }

  #lookAgain(share: number, nowMs: number): void {
    this.#bucket.forget();
    this.#tryMore.startAgain();
    this.#phase = 'search';
    this.#metronome.perSecond *= share;
    this.#beginStep(nowMs);
  }

  #beginStep(nowMs: number): void {
    if (this.#phase === 'search' || this.#phase === 'cruise') this.#step = steps[this.#phase];
    this.#steppedAtMs = nowMs;
    this.#passedSinceStep = 0;
  }

  #goUp(nowMs: number): void {
    const isCruising = this.#phase === 'cruise';
    const isEarly = nowMs - this.#steppedAtMs < Math.max(stepMs, 1.5 * this.#tripMs);
    if (isEarly || this.#passedSinceStep < (isCruising ? 3 : 1)) return;
    this.#metronome.perSecond += Math.max(this.perSecond * this.#step, leastStep * this.#amount);
    if (isCruising) this.#step = Math.min(largestStep, this.#step * 2);
    this.#steppedAtMs = nowMs;
    this.#passedSinceStep = 0;
  }

  #timed(tookMs: number): void {
    this.#tripMs = this.#tripMs === 0 ? tookMs : this.#tripMs * 0.9 + tookMs * 0.1;
    this.#deviationMs = this.#deviationMs * 0.9 + Math.abs(tookMs - this.#tripMs) * 0.1;
  }
}
