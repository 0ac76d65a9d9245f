import type { Ending } from './watch.ts';

/** What was promised, unless the end comes first: for work of others, which may not look at a signal. */
export function orEnded<Value>(value: Value | Promise<Value>, ending: Ending): Value | Promise<Value> {
  if (!(value instanceof Promise)) return value;
  if (ending.hasEnded) {
    // Nobody waits for it any longer, so that its failure is nobody's.
    value.catch(() => undefined);
    return Promise.reject(ending.reason as Error);
  }
  return new Promise((resolve, reject) => {
    ending.onEnd(reject);
    value.then(
      (given) => {
        ending.onEnd(undefined);
        resolve(given);
      },
      (error: unknown) => {
        ending.onEnd(undefined);
        reject(error as Error);
      },
    );
  });
}
