import { endedError, send, type AttemptState, type Payload } from './attempt.ts';
import { delay } from './delay.ts';
import { CallError, UnauthorizedError } from './errors.ts';
import type { OperationKind } from './operation.ts';
import type { ResolvedOptions } from './options.ts';
import { requestIdOf, tokensConsumedOf, wholeRequestError, type Judge, type Reply } from './reply.ts';
import { retryDelayMs } from './retry.ts';

/** What a caller says of one call. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  /**
   * Says that repeating is safe although the server may have executed the request: the mutation has a condition or an
   * idempotency key. Queries always are.
   *
   * @defaultValue `false` for mutations
   */
  readonly repeatable?: boolean;
}

/**
 * Sends a request, repeating it as {@link retryDelayMs} decides.
 *
 * @param judge - Says which answers are errors to think of repeating for.
 * @returns The answer and how many attempts it took.
 * @throws CallError, and whatever the headers source throws.
 */
export async function call(
  payload: Payload,
  kind: OperationKind,
  options: ResolvedOptions,
  { signal, repeatable }: CallOptions = {},
  judge: Judge = wholeRequestError,
): Promise<{ reply: Reply; attempts: number }> {
  const endsAt = performance.now() + options.timeoutMs;
  let sent: Readonly<Record<string, string>> = {};
  let rejected: typeof sent | undefined;
  const onHeaders = (headers: typeof sent): void => void (sent = headers);
  for (let attempt = 1; ; attempt += 1) {
    if (signal?.aborted) throw endedError('caller', payload, attempt - 1, options, signal.reason);
    try {
      const state = { attempt, rejected, signal, remainingMs: endsAt - performance.now(), onHeaders };
      return { reply: await attemptOnce(payload, kind, state, options, judge), attempts: attempt };
    } catch (error) {
      const pauseMs = retryDelayMs({
        error,
        attempt,
        repeatable: repeatable ?? kind === 'query',
        refreshed: rejected !== undefined,
        remainingMs: endsAt - performance.now(),
        policy: options.retry,
        random: options.random,
      });
      if (error instanceof CallError) error.attempts = attempt;
      if (pauseMs === undefined) throw error;
      if (error instanceof UnauthorizedError) rejected = sent;
      await delay(pauseMs, signal).catch(() => {
        throw endedError('caller', payload, attempt, options, signal?.reason);
      });
    }
  }
}

async function attemptOnce(
  payload: Payload,
  kind: OperationKind,
  state: AttemptState,
  options: ResolvedOptions,
  judge: Judge,
): Promise<Reply> {
  const startedAt = performance.now();
  let reply: Reply | undefined;
  let failure: Error | undefined;
  try {
    reply = await send(payload, state, options);
    failure = judge(reply, { operationName: payload.operationName, attempts: state.attempt });
    if (failure !== undefined) throw failure;
    return reply;
  } catch (error) {
    failure = error as Error;
    throw error;
  } finally {
    options.onAttempt?.({
      operationName: payload.operationName,
      kind,
      attempt: state.attempt,
      durationMs: performance.now() - startedAt,
      status: reply?.status,
      error: failure instanceof CallError ? failure.code : undefined,
      requestId: reply && requestIdOf(reply),
      tokensConsumed: reply && tokensConsumedOf(reply),
    });
  }
}
