import type { Payload } from './attempt-state.ts';
import { endedError } from './no-answer.ts';
import { attemptOnce } from './attempt-once.ts';
import { delay } from './delay.ts';
import { CallError, CircuitOpenError, UnauthorizedError } from './errors.ts';
import { observed, type CallObservation } from './observer.ts';
import type { OperationKind } from './operation.ts';
import type { ResolvedOptions } from './options.ts';
import { tokensConsumedOf, wholeRequestError, type Judge, type Reply } from './reply.ts';
import { waitedWhileOpen } from './resilience/wait-while-open.ts';
import { retryDelayMs } from './retry.ts';
import { isUnanswered, mayHaveRun } from './unanswered.ts';

/** What a caller says of one call. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  /**
   * Says that repeating is safe although the server may have executed the request: the mutation has a condition or an
   * idempotency key. Queries always are.
   *
   * @defaultValue what the client's own rule says, which is `false` for mutations where it has none
   */
  readonly repeatable?: boolean;
  /** Told what an answer cost of AppSync's request tokens, where it says so. */
  readonly onTokensConsumed?: ((tokens: number) => void) | undefined;
}

/**
 * Sends a request, repeating it as {@link retryDelayMs} decides.
 *
 * @param judge - Says which answers are errors to think of repeating for.
 * @returns The answer and how many attempts it took.
 * @throws CallError, and whatever the headers source throws.
 */
export function call(
  payload: Payload,
  kind: OperationKind,
  options: ResolvedOptions,
  callOptions: CallOptions = {},
  judge: Judge = wholeRequestError,
): Promise<Answered> {
  const { operationName, copies = 1 } = payload;
  const { observer, identityKind, host } = options;
  const observation = observer?.startCall({ operationName, kind, host, identityKind, copies });
  const work = (): Promise<Answered> =>
    untilAnswered(payload, kind, options, callOptions, judge, observation);
  return observation ? observed(observation, work) : work();
}

/** An answer, and how many attempts it took. */
interface Answered {
  readonly reply: Reply;
  readonly attempts: number;
}

async function untilAnswered(
  payload: Payload,
  kind: OperationKind,
  options: ResolvedOptions,
  { signal, repeatable, onTokensConsumed }: CallOptions,
  judge: Judge,
  observation: CallObservation | undefined,
): Promise<Answered> {
  const endsAt = performance.now() + options.timeoutMs;
  let sent: Readonly<Record<string, string>> = {};
  let rejected: typeof sent | undefined;
  let failed: Error | undefined;
  let hasRun = false;
  const onHeaders = (headers: typeof sent): void => void (sent = headers);
  for (let attempt = 1; ;) {
    if (signal?.aborted) throw abortedBetween(payload, attempt - 1, options, signal);
    try {
      const remainingMs = endsAt - performance.now();
      const state = { attempt, rejected, signal, remainingMs, onHeaders };
      const reply = await attemptOnce(payload, kind, state, options, judge, observation);
      const tokens = onTokensConsumed && tokensConsumedOf(reply);
      if (tokens !== undefined) onTokensConsumed?.(tokens);
      return { reply, attempts: attempt };
    } catch (error) {
      if (error instanceof CircuitOpenError) {
        const remainingMs = endsAt - performance.now();
        if (await waitedWhileOpen(error, remainingMs, options, signal)) continue;
        // That the breaker has opened meanwhile hides nothing of what opened it.
        throw failed ?? error;
      }
      failed = error as Error;
      const pauseMs = retryDelayMs({
        error,
        attempt,
        repeatable: repeatable ?? kind === 'query',
        refreshed: rejected !== undefined,
        remainingMs: endsAt - performance.now(),
        policy: options.retry,
        random: options.random,
        withdraw: () => options.retryBudget?.withdraw() ?? true,
      });
      if (error instanceof CallError) error.attempts = attempt;
      // An attempt before it may have been executed, of which this one knows nothing.
      if (hasRun && isUnanswered(error)) error.mayHaveArrived = true;
      hasRun ||= mayHaveRun(error);
      if (pauseMs === undefined) throw error;
      if (error instanceof UnauthorizedError) rejected = sent;
      await delay(pauseMs, signal).catch(() => {
        throw abortedBetween(payload, attempt, options, signal);
      });
      attempt += 1;
    }
  }
}

// Nothing is under way; that nothing arrived is certain only before the first attempt.
function abortedBetween(
  payload: Payload,
  attempts: number,
  options: ResolvedOptions,
  signal: AbortSignal | undefined,
): CallError {
  return endedError('caller', payload, options, {
    attempts,
    mayHaveArrived: attempts > 0,
    reason: signal?.reason,
  });
}
