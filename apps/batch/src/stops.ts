import { InterruptedError } from './errors.ts';

/** The two ways to stop a run from outside. */
export interface Stops {
  /** Aborts at the first signal: nothing new is begun. */
  readonly drain: AbortSignal;
  /** Aborts at the second signal, or when draining takes too long. */
  readonly atOnce: AbortSignal;
}

// A container gets 30 s between SIGTERM and SIGKILL.
const graceMs = 25_000;

/**
 * Turns SIGINT and SIGTERM into the two.
 *
 * @param onDrain - Told of the first signal.
 */
export function stopsOnSignals(onDrain: () => void): Stops & { release(): void } {
  const drain = new AbortController();
  const atOnce = new AbortController();
  let grace: NodeJS.Timeout | undefined;
  const onSignal = (): void => {
    if (drain.signal.aborted) return atOnce.abort();
    drain.abort();
    grace = setTimeout(() => atOnce.abort(), graceMs);
    onDrain();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return {
    drain: drain.signal,
    atOnce: atOnce.signal,
    release: () => {
      clearTimeout(grace);
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    },
  };
}

/**
 * Waits for what comes before the first item, such as a sign-in, and no longer once the run is asked to stop: nothing is in flight yet.
 *
 * @throws InterruptedError
 */
export async function unlessStopped<Value>(
  waited: Promise<Value>,
  { drain }: Pick<Stops, 'drain'>,
): Promise<Value> {
  let onAbort = (): void => undefined;
  const stopped = new Promise<never>((_, reject) => {
    onAbort = () =>
      reject(new InterruptedError('Interrupted before anything was begun. The same command begins it.'));
    if (drain.aborted) onAbort();
    else drain.addEventListener('abort', onAbort, { once: true });
  });
  return Promise.race([waited, stopped]).finally(() => drain.removeEventListener('abort', onAbort));
}
