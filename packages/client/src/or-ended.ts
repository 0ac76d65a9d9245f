/** What was promised, unless the signal aborts first: for work of others, which may not look at a signal. */
export function orEnded<Value>(value: Value | Promise<Value>, signal: AbortSignal): Value | Promise<Value> {
  if (!(value instanceof Promise)) return value;
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    const done = (): void => signal.removeEventListener('abort', onAbort);
    value.then(resolve, reject).finally(done);
  });
}
