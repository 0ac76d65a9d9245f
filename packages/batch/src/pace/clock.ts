/** Time, handed in so that tests need not wait. */
export interface Clock {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Waits; ends early, without throwing, when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      // A timer drops the fraction: it would fire too early, and a second one be needed.
      const timer = setTimeout(end, Math.ceil(ms));
      signal.addEventListener('abort', end, { once: true });
    }),
};
