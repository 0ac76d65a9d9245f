import { delay } from '../delay.ts';
import type { CircuitOpenError } from '../errors.ts';
import type { ResolvedOptions } from '../options.ts';

// While one call probes, the others look again in a moment.
const pollMs = 250;

/**
 * Waits until the circuit breaker may let a call through.
 *
 * @param remainingMs - What is left of the time for the whole call, in milliseconds.
 * @param signal - The caller's own; the wait ends when it aborts.
 * @returns Whether to ask the breaker again; false when the call is not to wait, or no longer.
 */
export async function waitedWhileOpen(
  { retryAfterMs }: CircuitOpenError,
  remainingMs: number,
  { waitWhileOpen, random }: Pick<ResolvedOptions, 'waitWhileOpen' | 'random'>,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const pauseMs = Math.max(retryAfterMs, pollMs * (0.5 + random() / 2));
  // A pause that outlasts the call would only hide what went wrong behind a timeout.
  if (waitWhileOpen === false || pauseMs >= remainingMs) return false;
  const until = waitWhileOpen === true ? undefined : waitWhileOpen;
  const ends = [signal, until].filter((given) => given !== undefined);
  await delay(pauseMs, AbortSignal.any(ends)).catch(() => undefined);
  // The caller's own abort is for the next attempt to tell.
  return until?.aborted !== true || signal?.aborted === true;
}
