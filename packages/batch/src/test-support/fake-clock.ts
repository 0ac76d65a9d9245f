import type { Clock } from '../pace/clock.ts';

/** A clock that goes on only by sleeping, and then at once. */
export class FakeClock implements Clock {
  #nowMs = 0;

  now(): number {
    return this.#nowMs;
  }

  advance(ms: number): void {
    this.#nowMs += ms;
  }

  async sleep(ms: number): Promise<void> {
    this.#nowMs += ms;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
