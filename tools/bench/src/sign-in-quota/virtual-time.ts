/** Time that goes on only when everybody waits, and then at once: a minute with a thousand workers takes a second. */
export class VirtualTime {
  #nowMs = 0;
  readonly #waiting: { readonly atMs: number; readonly wake: () => void }[] = [];

  get nowMs(): number {
    return this.#nowMs;
  }

  sleep(ms: number): Promise<void> {
    return new Promise((wake) => this.#insert({ atMs: this.#nowMs + ms, wake }));
  }

  /** Lets time go on until the work is done. */
  async run<Result>(work: Promise<Result>): Promise<Result> {
    let over = false;
    const done = work.finally(() => (over = true));
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (over) return done;
      const next = this.#waiting.shift();
      if (!next) throw new Error('Everybody waits, and nothing is going to happen.');
      this.#nowMs = next.atMs;
      next.wake();
    }
  }

  // In order of time; who came first wakes first.
  #insert(sleeper: { readonly atMs: number; readonly wake: () => void }): void {
    let low = 0;
    let high = this.#waiting.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#waiting[middle]?.atMs ?? 0) <= sleeper.atMs) low = middle + 1;
      else high = middle;
    }
    this.#waiting.splice(low, 0, sleeper);
  }
}

/** Chance that is the same at each run (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
