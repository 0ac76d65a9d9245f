/** When a function has to be done. */
export interface Deadline {
  /** Aborts when nothing new is to be begun. */
  readonly drain: AbortSignal;
  /** Aborts when there is only time left to say what was not done. */
  readonly atOnce: AbortSignal;
}

// A request to AppSync takes 30 s at most, and most take less than one; half of a short time limit is for working.
const drainBeforeMs = 10_000;
const endBeforeMs = 2_000;

/** @param remainingMs - What the function has left. */
export function deadline(remainingMs: number): Deadline {
  const drainMs = Math.max(remainingMs / 2, remainingMs - drainBeforeMs);
  const endMs = Math.max(remainingMs / 2, remainingMs - endBeforeMs);
  return {
    drain: AbortSignal.timeout(Math.max(0, Math.floor(drainMs))),
    atOnce: AbortSignal.timeout(Math.max(0, Math.floor(endMs))),
  };
}
