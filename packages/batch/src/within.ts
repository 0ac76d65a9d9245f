/** A request was not answered in time; whether it had an effect is not known. */
export class UnansweredError extends Error {
  override readonly name = 'UnansweredError';
  readonly code = 'timeout';
}

/** No timer of Node's takes longer, in milliseconds; it would fire at once. */
export const longestTimerMs = 2 ** 31 - 1;

/**
 * Waits for work no longer than a time, whether it heeds its signal or not.
 *
 * @param ms - The time, in milliseconds; from 25 days on there is no limit.
 * @param signal - Aborts the work earlier.
 * @throws UnansweredError when the time is over.
 */
export function within<Value>(
  ms: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  // One controller instead of `AbortSignal.any`, which costs as much as all the rest.
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(signal.reason);
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  return new Promise<Value>((resolve, reject) => {
    const onTime = (): void => {
      const error = new UnansweredError(`Nothing came back within ${ms / 1000} s.`);
      controller.abort(error);
      reject(error);
    };
    const timer = ms > longestTimerMs ? undefined : setTimeout(onTime, ms);
    const stop = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
    // Work that throws before there is a promise ends like any other.
    const outcome = new Promise<Value>((settle) => settle(work(controller.signal)));
    outcome.finally(stop).then(resolve, reject);
  });
}
