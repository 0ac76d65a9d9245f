import { StalledError } from './errors.ts';
import type { Clock } from './pace/clock.ts';

/** Notices when nothing gets through for too long. */
export class StallWatch {
  readonly #clock: Clock;
  readonly #stallMs: number;
  #lastGoodMs: number;

  constructor(clock: Clock, stallMs: number) {
    this.#clock = clock;
    this.#stallMs = stallMs;
    this.#lastGoodMs = clock.now();
  }

  gotThrough(): void {
    this.#lastGoodMs = this.#clock.now();
  }

  /** Told of each request that did not get through, with what was answered. @returns Why to stop, once it is time. */
  wasInVain(last: unknown): StalledError | undefined {
    if (this.#clock.now() - this.#lastGoodMs <= this.#stallMs) return undefined;
    const answer = last instanceof Error ? last.message : String(last);
    const seconds = Math.round(this.#stallMs / 1000);
    return new StalledError(`Nothing got through for ${seconds} s; the last answer: ${answer}`, {
      cause: last,
    });
  }
}
