import {
  CircuitOpenError,
  GraphQLCallError,
  HttpStatusError,
  NetworkError,
  ThrottledError,
  TimeoutError,
  UnauthorizedError,
} from './errors.ts';
import type { RetryPolicy } from './options.ts';

/** What the decision to repeat a call depends on. */
export interface RetryState {
  readonly error: unknown;
  /** The attempt that failed; 1 for the first. */
  readonly attempt: number;
  /** Whether repeating is safe although the server may have executed the request. */
  readonly repeatable: boolean;
  /** Whether a fresh token was already asked for in this call. */
  readonly refreshed: boolean;
  /** What is left of the time for the whole call. */
  readonly remainingMs: number;
  readonly policy: RetryPolicy;
  /** Takes one repeat out of the budget; false when none is left. */
  readonly withdraw: () => boolean;
  readonly random: () => number;
}

/**
 * Decides whether to repeat a call, and after how long.
 *
 * @returns The pause in milliseconds, or undefined for no further attempt.
 */
export function retryDelayMs(state: RetryState): number | undefined {
  const pauseMs = pauseBeforeNext(state);
  // A pause that outlasts the call would only hide what went wrong behind a timeout.
  if (pauseMs === undefined || pauseMs >= state.remainingMs) return undefined;
  // The budget is for a server in trouble. One that refuses a token, or says that it is too fast, is well.
  const isWell = state.error instanceof UnauthorizedError || state.error instanceof ThrottledError;
  return isWell || state.withdraw() ? pauseMs : undefined;
}

function pauseBeforeNext({ error, attempt, repeatable, refreshed, policy, random }: RetryState) {
  // A refused token is worth exactly one fresh one; the request was not executed.
  if (error instanceof UnauthorizedError) return refreshed ? undefined : 0;
  if (attempt >= policy.maxAttempts) return undefined;
  const ceilingMs = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (attempt - 1));
  const pauseMs = ceilingMs * random();
  // Throttled: nothing was executed. The server's own timing is kept as it is, without jitter below it.
  if (error instanceof ThrottledError) return Math.max(error.retryAfterMs ?? 0, pauseMs);
  // The breaker knows better than this call when to ask again, and a certificate does not change meanwhile.
  if (error instanceof CircuitOpenError) return undefined;
  if (error instanceof NetworkError && error.permanent) return undefined;
  const noAnswer = error instanceof NetworkError || error instanceof TimeoutError;
  if (noAnswer && !error.mayHaveArrived) return pauseMs;
  // From here on the server may have executed the request.
  if (!repeatable) return undefined;
  if (noAnswer) return pauseMs;
  if (error instanceof HttpStatusError) {
    return (error.status ?? 0) >= 500 ? Math.max(error.retryAfterMs ?? 0, pauseMs) : undefined;
  }
  if (error instanceof GraphQLCallError) return error.passing ? pauseMs : undefined;
  // Unknown errors are not retried.
  return undefined;
}
