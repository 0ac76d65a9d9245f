import type { AttemptReport } from './attempt-report.ts';
import type { ClientOptions } from './options.ts';

/** What a client's calls came to. */
export interface AttemptCounts {
  /** HTTP requests, repeated ones included. */
  readonly requests: number;
  /** Requests that repeated an earlier one. */
  readonly retries: number;
  /** Requests that were answered "too many requests". */
  readonly throttled: number;
  /** Requests that ended in an error of any kind. */
  readonly failed: number;
  /** AppSync's request tokens, where it says so. */
  readonly tokensConsumed: number;
}

/**
 * Counts the attempts of any number of clients, for a report.
 *
 * @example
 * ```ts
 * const { counts, onAttempt } = countAttempts();
 * const client = createClient({ endpoint, headers, onAttempt });
 * ```
 */
export function countAttempts(): {
  readonly counts: AttemptCounts;
  readonly onAttempt: NonNullable<ClientOptions['onAttempt']>;
} {
  const counts = { requests: 0, retries: 0, throttled: 0, failed: 0, tokensConsumed: 0 };
  const onAttempt = ({ attempt, error, tokensConsumed }: AttemptReport): void => {
    counts.requests += 1;
    if (attempt > 1) counts.retries += 1;
    if (error === 'throttled') counts.throttled += 1;
    if (error !== undefined) counts.failed += 1;
    counts.tokensConsumed += tokensConsumed ?? 0;
  };
  return { counts, onAttempt };
}
