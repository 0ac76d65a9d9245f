/** How long to rest before the next try. */
export interface Outage {
  /** Whether the last try met nothing but trouble. */
  readonly isOn: boolean;
  /** No message is to be taken before this time of the clock, in milliseconds. */
  readonly untilMs: number;
  begin(nowMs: number): void;
  end(): void;
}

const shortestMs = 15_000;
const longestMs = 300_000;

/**
 * An API that is down is not asked with every message of the queue in turn: each delivery brings a message nearer to the dead
 * letters, and none of them is at fault. One try at a time, after 15 s, 30 s, up to five minutes, tells when it is over.
 */
export function outageWatch(random: () => number): Outage {
  let tries = 0;
  let untilMs = Number.NEGATIVE_INFINITY;
  return {
    get isOn() {
      return tries > 0;
    },
    get untilMs() {
      return untilMs;
    },
    begin: (nowMs) => {
      const ceilingMs = Math.min(longestMs, shortestMs * 2 ** tries);
      untilMs = nowMs + ceilingMs * (0.5 + random() / 2);
      tries += 1;
    },
    end: () => {
      tries = 0;
    },
  };
}
