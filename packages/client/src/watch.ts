import { startTimer } from './timer.ts';

/** Whose patience ended: that of one attempt, of the whole call, or the caller's own signal. */
export type EndedBy = 'attempt' | 'call' | 'caller';

/** Something that may end before its work is done. One listener at a time. */
export interface Ending {
  readonly hasEnded: boolean;
  readonly reason: unknown;
  /** Whom to tell; undefined for nobody any longer. */
  onEnd(listener: ((reason: unknown) => void) | undefined): void;
}

/**
 * One end for an attempt's time, the call's time and the caller's signal: a single timer, and an `AbortSignal` only for who asks
 * for it. `AbortSignal.timeout` and `AbortSignal.any` cost as much as sending the request.
 */
export class Watch implements Ending {
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #caller: AbortSignal | undefined;
  readonly #onCaller: (() => void) | undefined;
  #controller: AbortController | undefined;
  #listener: ((reason: unknown) => void) | undefined;
  #by: EndedBy | undefined;
  #reason: unknown;

  constructor(attemptMs: number, callMs: number, caller: AbortSignal | undefined) {
    const by = callMs < attemptMs ? 'call' : 'attempt';
    const onTime = (): void => this.#end(by, new DOMException('The time is over.', 'TimeoutError'));
    const ms = Math.min(attemptMs, callMs);
    this.#timer = startTimer(onTime, ms);
    // With no time left, nothing is to be sent.
    if (ms <= 0) onTime();
    if (caller === undefined) return;
    this.#caller = caller;
    this.#onCaller = () => this.#end('caller', caller.reason);
    if (caller.aborted) this.#onCaller();
    else caller.addEventListener('abort', this.#onCaller, { once: true });
  }

  get signal(): AbortSignal {
    if (this.#controller) return this.#controller.signal;
    this.#controller = new AbortController();
    if (this.hasEnded) this.#controller.abort(this.#reason);
    return this.#controller.signal;
  }

  /** Undefined while nobody has ended it. */
  get endedBy(): EndedBy | undefined {
    return this.#by;
  }

  get hasEnded(): boolean {
    return this.#by !== undefined;
  }

  get reason(): unknown {
    return this.#reason;
  }

  onEnd(listener: ((reason: unknown) => void) | undefined): void {
    this.#listener = listener;
  }

  /** Leaves nothing behind; for when the attempt is over. */
  stop(): void {
    clearTimeout(this.#timer);
    if (this.#onCaller) this.#caller?.removeEventListener('abort', this.#onCaller);
  }

  #end(by: EndedBy, reason: unknown): void {
    if (this.#by !== undefined) return;
    this.#by = by;
    this.#reason = reason;
    this.#listener?.(reason);
    this.#controller?.abort(reason);
  }
}

/** A signal as an {@link Ending}. */
export function endingOf(signal: AbortSignal): Ending {
  let current: (() => void) | undefined;
  return {
    get hasEnded() {
      return signal.aborted;
    },
    get reason() {
      return signal.reason as unknown;
    },
    onEnd(listener) {
      if (current) signal.removeEventListener('abort', current);
      current = listener && (() => listener(signal.reason));
      if (current) signal.addEventListener('abort', current, { once: true });
    },
  };
}
