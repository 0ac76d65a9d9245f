import { send } from './attempt.ts';
import type { AttemptState, Payload } from './attempt-state.ts';
import { CallError, CircuitOpenError, HttpStatusError, NetworkError, TimeoutError } from './errors.ts';
import type { OperationKind } from './operation.ts';
import type { CallObservation } from './observer.ts';
import type { AttemptReport } from './attempt-report.ts';
import type { ResolvedOptions } from './options.ts';
import { requestIdOf, tokensConsumedOf, type Judge, type Reply } from './reply.ts';
import type { Verdict } from './resilience/circuit-breaker.ts';

/**
 * Makes one attempt, if the circuit breaker lets it, and tells breaker, budget and observer what came of it.
 *
 * @throws CallError, and whatever the headers source throws.
 */
export async function attemptOnce(
  payload: Payload,
  kind: OperationKind,
  state: AttemptState,
  options: ResolvedOptions,
  judge: Judge,
  observation?: CallObservation,
): Promise<Reply> {
  const leave = enter(payload, state, options);
  const observed = observation?.startAttempt(state.attempt);
  const startedAt = performance.now();
  let reply: Reply | undefined;
  let failure: Error | undefined;
  try {
    const work = (): Promise<Reply> => send(payload, state, options);
    reply = await (observed ? observed.run(work) : work());
    failure = judge(reply, { operationName: payload.operationName, attempts: state.attempt });
    if (failure !== undefined) throw failure;
    options.retryBudget?.deposit();
    return reply;
  } catch (error) {
    failure = error as Error;
    throw error;
  } finally {
    leave?.(verdictOf(failure));
    if (observed ?? options.onAttempt) {
      const durationMs = performance.now() - startedAt;
      const report = reportOf(payload, kind, state, durationMs, reply, failure);
      observed?.end(report);
      options.onAttempt?.(report);
    }
  }
}

function reportOf(
  { operationName }: Payload,
  kind: OperationKind,
  { attempt }: AttemptState,
  durationMs: number,
  reply: Reply | undefined,
  failure: Error | undefined,
): AttemptReport {
  return {
    operationName,
    kind,
    attempt,
    durationMs,
    status: reply?.status,
    error: failure instanceof CallError ? failure.code : undefined,
    requestId: reply && requestIdOf(reply),
    tokensConsumed: reply && tokensConsumedOf(reply),
  };
}

function enter({ operationName }: Payload, { attempt }: AttemptState, options: ResolvedOptions) {
  const { breaker, host } = options;
  const leave = breaker?.enter();
  if (breaker === undefined || leave !== undefined) return leave;
  const { retryAfterMs } = breaker.report();
  const message = `${operationName}: not sent, because ${host} did not answer other calls; asked again in ${retryAfterMs} ms.`;
  throw new CircuitOpenError(message, { operationName, attempts: attempt - 1, retryAfterMs });
}

// A server that refuses or throttles is alive; an attempt that was aborted, or got no headers, says nothing of it.
function verdictOf(failure: unknown): Verdict {
  if (failure === undefined) return 'alive';
  // What was never sent, for want of a socket or of headers, says nothing of the server.
  if (failure instanceof TimeoutError) return failure.mayHaveArrived ? 'broken' : 'nothing';
  if (failure instanceof NetworkError) return 'broken';
  if (failure instanceof HttpStatusError) return (failure.status ?? 0) >= 500 ? 'broken' : 'alive';
  return failure instanceof CallError && failure.code !== 'aborted' ? 'alive' : 'nothing';
}
