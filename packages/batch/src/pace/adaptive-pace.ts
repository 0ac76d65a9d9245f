import { Metronome } from './metronome.ts';
import type { Feedback, Pace } from './pace.ts';
import { RequestSize } from './request-size.ts';
import { SendRate, type Sent } from './send-rate.ts';
import { UnitCost } from './unit-cost.ts';
import { Window } from './window.ts';

/** Bounds of an adaptive pace. */
export interface AdaptivePaceOptions {
  /** Requests of each run in flight, at most. @defaultValue `16` */
  readonly maxConcurrency?: number;
  /** Items in a request, at most. @defaultValue `25` */
  readonly maxChunkSize?: number;
  /** Items a second, at most. @defaultValue no ceiling */
  readonly maxRate?: number;
  /** The first pause after a refusal, in milliseconds; each further one in a row is twice as long. @defaultValue `25` */
  readonly baseHoldMs?: number;
  /** No pause of our own is longer, in milliseconds. @defaultValue `5_000` */
  readonly maxHoldMs?: number;
  /** A number in [0, 1). @defaultValue `Math.random` */
  readonly random?: () => number;
}

/**
 * Finds the pace that the server allows, and keeps close to it.
 *
 * It begins with one request and adds another every other round trip, as long as more requests bring more answers. From the first
 * refusal on it sends at a rate: what the server let through between two refusals, probed upwards after a quiet time. Requests
 * that are refused again and again get smaller, for one that asks for more than the server's bucket can hold would never get
 * through. Where answers say what they cost ({@link Feedback.tokens}), the rate is one of tokens, not of items.
 */
export function adaptivePace(options: AdaptivePaceOptions = {}): Pace {
  return new AdaptivePace({
    maxConcurrency: options.maxConcurrency ?? 16,
    maxChunkSize: options.maxChunkSize ?? 25,
    maxRate: options.maxRate ?? Number.POSITIVE_INFINITY,
    baseHoldMs: options.baseHoldMs ?? 25,
    maxHoldMs: options.maxHoldMs ?? 5_000,
    random: options.random ?? Math.random,
  });
}

class AdaptivePace implements Pace {
  readonly #options: Required<AdaptivePaceOptions>;
  readonly #window: Window;
  readonly #size: RequestSize;
  readonly #rate = new SendRate();
  readonly #ceiling: Metronome;
  readonly #cost = new UnitCost();
  // Refusals since the last success, each of a different overload.
  #refusals = 0;
  #troubles = 0;
  #overloadedAtMs = Number.NEGATIVE_INFINITY;
  #holdUntilMs = Number.NEGATIVE_INFINITY;

  constructor(options: Required<AdaptivePaceOptions>) {
    this.#options = options;
    this.#window = new Window(options.maxConcurrency);
    this.#size = new RequestSize(options.maxChunkSize);
    this.#ceiling = new Metronome(options.maxRate);
  }

  get concurrency(): number {
    // While nothing gets through one request at a time finds out as much as many.
    return this.#refusals > 1 ? 1 : this.#window.size;
  }

  get chunkSize(): number {
    return this.#size.items;
  }

  get holdUntilMs(): number {
    return Math.max(this.#holdUntilMs, this.#rate.nextMs, this.#ceiling.nextMs);
  }

  launched(items: number, nowMs: number, kind = ''): void {
    this.#ceiling.sent(items, nowMs);
    this.#rate.launched(this.#cost.of(items, kind), nowMs);
  }

  succeeded(feedback: Feedback): void {
    const { items, sentAtMs, tokens, kind = '' } = feedback;
    if (sentAtMs >= this.#overloadedAtMs) this.#refusals = 0;
    this.#troubles = 0;
    this.#window.succeeded(feedback);
    this.#size.succeeded(feedback);
    const estimate = this.#cost.of(items, kind);
    this.#cost.learn(items, kind, tokens);
    const amount = tokens ?? estimate;
    this.#rate.delivered({ ...feedback, amount }, amount - estimate);
  }

  throttled(feedback: Feedback): void {
    const { items, sentAtMs, nowMs, retryAfterMs, kind = '' } = feedback;
    const sent = { sentAtMs, nowMs, amount: this.#cost.of(items, kind) };
    this.#rate.refused();
    // Requests that were already out when the pace went down tell of the same overload.
    if (sentAtMs >= this.#overloadedAtMs) this.#overloaded(sent, items);
    else this.#rate.alsoRefused(sent);
    if (retryAfterMs !== undefined) this.#holdUntilMs = Math.max(this.#holdUntilMs, nowMs + retryAfterMs);
  }

  #overloaded(sent: Sent, items: number): void {
    const { amount, nowMs } = sent;
    this.#overloadedAtMs = nowMs;
    if (this.#size.isTrial(items)) {
      this.#size.refused(items, nowMs);
      this.#rate.largerRefused(amount);
      return;
    }
    this.#refusals += 1;
    // Where as many items got through before, it is the rate sooner than the size.
    const isRate = items === 1 || this.#refusals < (this.#size.isProven ? 3 : 2);
    if (isRate) {
      this.#rate.overloaded(sent);
    } else {
      this.#size.refused(items, nowMs);
      this.#rate.tooLarge(amount);
    }
    if (this.#refusals > 1) this.#hold(nowMs, this.#refusals - 1);
  }

  // A single lost request says nothing about the rate; several in a row, that the server is in trouble.
  failed({ sentAtMs, nowMs }: Feedback): void {
    if (sentAtMs < this.#overloadedAtMs) return;
    this.#troubles += 1;
    if (this.#troubles < 3) return;
    this.#overloadedAtMs = nowMs;
    this.#window.shrink();
    this.#hold(nowMs, this.#troubles - 2);
  }

  // Half of it fixed, half of it chance: callers that were refused together do not come back together.
  #hold(nowMs: number, inARow: number): void {
    const { baseHoldMs, maxHoldMs, random } = this.#options;
    const ceilingMs = Math.min(maxHoldMs, baseHoldMs * 2 ** (inARow - 1));
    this.#holdUntilMs = Math.max(this.#holdUntilMs, nowMs + ceilingMs * (0.5 + random() / 2));
  }
}
