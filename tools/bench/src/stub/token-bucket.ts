/** Lets so many fields through a second, and a burst at once. */
export class TokenBucket {
  #tokens: number;
  #at: number;

  constructor(burst: number, nowMs: number) {
    this.#tokens = burst;
    this.#at = nowMs;
  }

  /** Takes as many at once, or none. */
  take(fields: number, perSecond: number, burst: number, nowMs: number): boolean {
    if (perSecond === 0) return true;
    this.#tokens = Math.min(burst, this.#tokens + ((nowMs - this.#at) / 1000) * perSecond);
    this.#at = nowMs;
    if (this.#tokens < fields) return false;
    this.#tokens -= fields;
    return true;
  }
}
