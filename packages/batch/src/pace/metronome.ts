/** Spaces what is sent, so that it stays under a rate. */
export class Metronome {
  /** Amount a second; infinite for no limit. */
  perSecond: number;
  #nextMs = Number.NEGATIVE_INFINITY;

  constructor(perSecond = Number.POSITIVE_INFINITY) {
    this.perSecond = perSecond;
  }

  /** Nothing is to be sent before this time, in milliseconds. */
  get nextMs(): number {
    return this.#nextMs;
  }

  sent(amount: number, nowMs: number): void {
    if (this.perSecond === Number.POSITIVE_INFINITY) return;
    const intervalMs = this.msFor(amount);
    // A pause in the event loop is made up for, so that timers that fire late cost nothing; but not with a volley.
    this.#nextMs = Math.max(this.#nextMs, nowMs - intervalMs) + intervalMs;
  }

  /** What was sent turned out to be more than was thought, or less. */
  corrected(amount: number): void {
    if (this.perSecond !== Number.POSITIVE_INFINITY) this.#nextMs += this.msFor(amount);
  }

  pauseUntil(timeMs: number): void {
    this.#nextMs = timeMs;
  }

  msFor(amount: number): number {
    return (amount / this.perSecond) * 1000;
  }
}
