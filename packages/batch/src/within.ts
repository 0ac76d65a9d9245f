/** A request was not answered in time; whether it had an effect is not known. */
export class UnansweredError extends Error {
  override readonly name = 'UnansweredError';
  readonly code = 'timeout';
}

/**
 * Waits for work no longer than a time, whether it heeds its signal or not.
 *
 * @param ms - The time, in milliseconds.
 * @param signal - Aborts the work earlier.
 * @throws UnansweredError when the time is over.
 */
export async function within<Value>(
  ms: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const timeout = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new UnansweredError(`Nothing came back within ${ms / 1000} s.`);
      timeout.abort(error);
      reject(error);
    }, ms);
  });
  try {
    return await Promise.race([work(AbortSignal.any([signal, timeout.signal])), late]);
  } finally {
    clearTimeout(timer);
  }
}
