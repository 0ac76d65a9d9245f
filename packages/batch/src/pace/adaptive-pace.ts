import type { Feedback, Pace } from './pace.ts';

/** Bounds of an adaptive pace. */
export interface AdaptivePaceOptions {
  /** Requests in flight, at most. @defaultValue `8` */
  readonly maxConcurrency?: number;
  /** Items in a request, at most. @defaultValue `25` */
  readonly maxChunkSize?: number;
  /** The first pause after a refusal, in milliseconds; each further one in a row is twice as long. @defaultValue `50` */
  readonly baseHoldMs?: number;
  /** No pause of our own is longer, in milliseconds. @defaultValue `5_000` */
  readonly maxHoldMs?: number;
  /** A number in [0, 1). @defaultValue `Math.random` */
  readonly random?: () => number;
}

/**
 * Finds the pace that the server allows: additive increase, multiplicative decrease.
 *
 * It begins with one request and doubles each round trip until the first refusal. A refusal halves the requests in flight;
 * when that was not enough, it halves the items in a request as well, for a request that asks for more than the server's
 * bucket can ever hold would never get through.
 */
export function adaptivePace(options: AdaptivePaceOptions = {}): Pace {
  return new AdaptivePace({
    maxConcurrency: options.maxConcurrency ?? 8,
    maxChunkSize: options.maxChunkSize ?? 25,
    baseHoldMs: options.baseHoldMs ?? 50,
    maxHoldMs: options.maxHoldMs ?? 5_000,
    random: options.random ?? Math.random,
  });
}

class AdaptivePace implements Pace {
  readonly #options: Required<AdaptivePaceOptions>;
  #window = 1;
  #chunk: number;
  #probing = true;
  // Refusals since the last success, each of a different overload.
  #refusals = 0;
  #decreasedAtMs = Number.NEGATIVE_INFINITY;
  #holdUntilMs = Number.NEGATIVE_INFINITY;

  constructor(options: Required<AdaptivePaceOptions>) {
    this.#options = options;
    this.#chunk = options.maxChunkSize;
  }

  get concurrency(): number {
    return Math.floor(this.#window);
  }

  get chunkSize(): number {
    return Math.floor(this.#chunk);
  }

  get holdUntilMs(): number {
    return this.#holdUntilMs;
  }

  succeeded(): void {
    const { maxConcurrency, maxChunkSize } = this.#options;
    this.#refusals = 0;
    const step = this.#probing ? 1 : 1 / this.#window;
    this.#window = Math.min(maxConcurrency, this.#window + step);
    this.#chunk = Math.min(maxChunkSize, this.#chunk + step);
  }

  throttled(feedback: Feedback): void {
    this.#decrease(feedback);
  }

  failed(feedback: Feedback): void {
    this.#decrease(feedback);
  }

  #decrease({ sentAtMs, nowMs, retryAfterMs = 0 }: Feedback): void {
    // Requests that were already out when the pace went down tell of the same overload.
    if (sentAtMs >= this.#decreasedAtMs) {
      this.#probing = false;
      this.#decreasedAtMs = nowMs;
      this.#refusals += 1;
      if (this.#window === 1 || this.#refusals > 1) this.#chunk = Math.max(1, this.#chunk / 2);
      this.#window = Math.max(1, this.#window / 2);
    }
    this.#holdUntilMs = Math.max(this.#holdUntilMs, nowMs + Math.max(retryAfterMs, this.#pauseMs()));
  }

  // Half of it fixed, half of it chance: callers that were refused together do not come back together.
  #pauseMs(): number {
    const { baseHoldMs, maxHoldMs, random } = this.#options;
    const ceilingMs = Math.min(maxHoldMs, baseHoldMs * 2 ** (this.#refusals - 1));
    return ceilingMs * (0.5 + random() / 2);
  }
}
