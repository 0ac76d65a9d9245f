/** Counts attempts and failures of the last while, in slices of time so that it costs no memory for each. */
export class RollingCounts {
  readonly #sliceMs: number;
  readonly #slices: { index: number; attempts: number; failures: number }[];

  constructor(windowMs: number, slices = 10) {
    this.#sliceMs = windowMs / slices;
    this.#slices = Array.from({ length: slices }, () => ({ index: -1, attempts: 0, failures: 0 }));
  }

  add(nowMs: number, failed: boolean): void {
    const index = Math.floor(nowMs / this.#sliceMs);
    const slice = this.#slices[index % this.#slices.length];
    if (!slice) return;
    if (slice.index !== index) Object.assign(slice, { index, attempts: 0, failures: 0 });
    slice.attempts += 1;
    if (failed) slice.failures += 1;
  }

  sum(nowMs: number): { attempts: number; failures: number } {
    const oldest = Math.floor(nowMs / this.#sliceMs) - this.#slices.length;
    let attempts = 0;
    let failures = 0;
    for (const slice of this.#slices) {
      if (slice.index <= oldest) continue;
      attempts += slice.attempts;
      failures += slice.failures;
    }
    return { attempts, failures };
  }

  clear(): void {
    for (const slice of this.#slices) slice.index = -1;
  }
}
