/** Whose patience ended: that of one attempt, of the whole call, or the caller's own signal. */
export type EndedBy = 'attempt' | 'call' | 'caller';

/** The signal of one attempt. */
export interface Watch {
  readonly signal: AbortSignal;
  /** Undefined while nobody has ended it. */
  endedBy(): EndedBy | undefined;
  /** Leaves nothing behind; for when the attempt is over. */
  stop(): void;
}

/**
 * One signal for an attempt's time, the call's time and the caller's signal: one timer and one controller, where
 * `AbortSignal.timeout` and `AbortSignal.any` cost as much as sending the request.
 */
export function watch(attemptMs: number, callMs: number, caller: AbortSignal | undefined): Watch {
  const controller = new AbortController();
  let by: EndedBy | undefined;
  const end = (who: EndedBy, reason: unknown): void => {
    by ??= who;
    controller.abort(reason);
  };
  const who = callMs < attemptMs ? 'call' : 'attempt';
  const onTime = (): void => end(who, new DOMException('The time is over.', 'TimeoutError'));
  // A timer takes whole milliseconds, and no more than 31 bits of them.
  const timer = setTimeout(onTime, Math.min(Math.ceil(Math.min(attemptMs, callMs)), 2 ** 31 - 1));
  const onCaller = (): void => end('caller', caller?.reason);
  if (caller?.aborted) onCaller();
  else caller?.addEventListener('abort', onCaller, { once: true });
  return {
    signal: controller.signal,
    endedBy: () => by,
    stop() {
      clearTimeout(timer);
      caller?.removeEventListener('abort', onCaller);
    },
  };
}
