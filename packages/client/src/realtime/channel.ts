import { AbortedError } from '../errors.ts';
import { nameOf, type SubscriptionObservation, type WorkObservation } from '../observer.ts';
import { deniedFields, isDenied } from '../reply.ts';
import type { GraphQLErrorEntry } from '../errors.ts';
import { EventBuffer } from './event-buffer.ts';
import { gapFrom, type SubscriptionEvent } from './events.ts';
import type { ServerMessage } from './protocol.ts';

/** Where a subscription stands with the server. */
export type ChannelState = 'waiting' | 'starting' | 'active' | 'ended';

/**
 * One subscription: what the shared socket knows of it on one side, what its reader gets on the other. It has no idea of sockets.
 */
export class Channel<Result = unknown> {
  readonly id: string;
  readonly operationName: string;
  /** The subscription's root field. */
  readonly field: string;
  /** What is started: query and variables as JSON. */
  readonly data: string;
  state: ChannelState = 'waiting';
  /** The headers of the last start, and those that were refused. */
  sent: Readonly<Record<string, string>> | undefined;
  rejected: Readonly<Record<string, string>> | undefined;
  /** Starts that were throttled since the last success. */
  throttled = 0;
  timer: ReturnType<typeof setTimeout> | undefined;
  readonly ready = Promise.withResolvers<undefined>();
  readonly #buffer: EventBuffer<Result>;
  readonly #now: () => Date;
  #lostAt: Date | undefined;
  #wake: (() => void) | undefined;
  #failure: { readonly error: unknown } | undefined;
  readonly #observation: SubscriptionObservation | undefined;
  #attempt: WorkObservation | undefined;
  #attempts = 0;

  constructor(
    about: { id: string; operationName: string; field: string; data: string },
    bufferSize: number,
    now: () => Date,
    observation?: SubscriptionObservation,
  ) {
    this.#observation = observation;
    this.id = about.id;
    this.operationName = about.operationName;
    this.field = about.field;
    this.data = about.data;
    this.#buffer = new EventBuffer(bufferSize, now);
    this.#now = now;
    // Who does not ask whether it is ready learns of a failure when he reads.
    this.ready.promise.catch(() => undefined);
  }

  /** It is about to be asked for. @returns What runs the work for that. */
  begin(): <Value>(work: () => Promise<Value>) => Promise<Value> {
    this.state = 'starting';
    this.#attempts += 1;
    const attempt = this.#observation?.startAttempt(this.#attempts);
    this.#attempt = attempt;
    return attempt ? (work) => attempt.run(work) : (work) => work();
  }

  /** What was asked for was not given; it may be asked for again. @param error - as for observers */
  refused(error: string): void {
    this.#clearTimer();
    this.state = 'waiting';
    this.#endAttempt(error);
  }

  #endAttempt(error: string | undefined): void {
    this.#attempt?.end(error);
    this.#attempt = undefined;
  }

  #wakeReaders(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }

  #clearTimer(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** The server has confirmed it. */
  activate(): void {
    this.#clearTimer();
    this.#endAttempt(undefined);
    this.state = 'active';
    this.rejected = undefined;
    this.throttled = 0;
    if (this.#lostAt) {
      const span = { from: this.#lostAt, to: this.#now(), dropped: undefined };
      const gap = { type: 'gap', reason: 'reconnect', ...span } as const;
      this.#buffer.push(gap);
      this.#observation?.gap(gap);
      this.#lostAt = undefined;
      this.#wakeReaders();
    }
    this.ready.resolve(undefined);
  }

  /** The connection is gone; it will be started again on the next. */
  disconnect(lastHeardAt: Date): void {
    this.#clearTimer();
    this.#endAttempt('network');
    if (this.state === 'active') {
      this.#lostAt ??= gapFrom(lastHeardAt);
      this.#observation?.lost();
    }
    this.state = 'waiting';
  }

  /** Something was published. */
  receive({ payload }: ServerMessage): void {
    const errors = (Array.isArray(payload?.errors) ? payload.errors : []) as GraphQLErrorEntry[];
    this.#buffer.push({
      type: 'data',
      data: (payload?.data ?? {}) as Result,
      denied: deniedFields(errors),
      errors: errors.filter((entry) => !isDenied(entry)),
    });
    this.#observation?.data();
    this.#wakeReaders();
  }

  /** No more comes; what is there may still be read. */
  end(failure?: { readonly error: unknown }): void {
    if (this.state === 'ended') return;
    this.#clearTimer();
    this.state = 'ended';
    const error = failure && nameOf(failure.error);
    this.#endAttempt(error ?? 'aborted');
    this.#observation?.end(error);
    this.#failure = failure;
    const early = new AbortedError(`${this.operationName}: closed.`, { operationName: this.operationName });
    this.ready.reject(failure?.error ?? early);
    this.#wakeReaders();
  }

  /** The next event; undefined when there will be none. @throws what ended it, after everything before was read. */
  async next(): Promise<SubscriptionEvent<Result> | undefined> {
    for (;;) {
      const event = this.#buffer.shift();
      if (event?.type === 'gap' && event.reason === 'slow-reader') this.#observation?.gap(event);
      if (event) return event;
      if (this.state === 'ended') {
        const failure = this.#failure;
        this.#failure = undefined;
        if (failure) throw failure.error;
        return undefined;
      }
      await new Promise<void>((resolve) => {
        // Another loop may wait already: each is woken, and an event goes to one of them.
        const before = this.#wake;
        this.#wake = () => {
          before?.();
          resolve();
        };
      });
    }
  }
}
