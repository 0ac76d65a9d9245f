import { setTimeout as delay } from 'node:timers/promises';
import { CircuitOpenError, type CircuitBreaker } from '@postern/client';
import type { ServiceClient } from './connect.ts';

const pollMs = 250;

/**
 * A writer whose requests wait while the circuit breaker is open, where others would fail at once: a server that is away for a moment
 * says nothing of the items. The run's own limits end the waiting.
 *
 * @param drain - Aborts when there is no use in waiting, for nothing new is begun.
 */
export function patient(
  client: ServiceClient,
  breaker: CircuitBreaker,
  drain: AbortSignal | undefined,
): ServiceClient {
  const batch: ServiceClient['batch'] = async (operation, variables, options) => {
    for (;;) {
      try {
        return await client.batch(operation, variables, options);
      } catch (error) {
        if (!(error instanceof CircuitOpenError) || drain?.aborted) throw error;
        const { signal } = options ?? {};
        const ends = [signal, drain].filter((given) => given !== undefined);
        // While one probes, the others look again in a moment.
        const waitMs = Math.max(pollMs, breaker.report().retryAfterMs);
        await delay(waitMs, undefined, { signal: AbortSignal.any(ends) }).catch(() =>
          signal?.throwIfAborted(),
        );
      }
    }
  };
  return { ...client, batch };
}
