import { AbortedError } from '../errors.ts';
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

  constructor(
    about: { id: string; operationName: string; field: string; data: string },
    bufferSize: number,
    now: () => Date,
  ) {
    this.id = about.id;
    this.operationName = about.operationName;
    this.field = about.field;
    this.data = about.data;
    this.#buffer = new EventBuffer(bufferSize, now);
    this.#now = now;
    // Who does not ask whether it is ready learns of a failure when he reads.
    this.ready.promise.catch(() => undefined);
  }

  /** The server has confirmed it. */
  activate(): void {
    clearTimeout(this.timer);
    this.state = 'active';
    this.rejected = undefined;
    this.throttled = 0;
    if (this.#lostAt) {
      const gap = { from: this.#lostAt, to: this.#now(), dropped: undefined };
      this.#buffer.push({ type: 'gap', reason: 'reconnect', ...gap });
      this.#lostAt = undefined;
      this.#wake?.();
    }
    this.ready.resolve(undefined);
  }

  /** The connection is gone; it will be started again on the next. */
  disconnect(lastHeardAt: Date): void {
    clearTimeout(this.timer);
    if (this.state === 'active') this.#lostAt ??= gapFrom(lastHeardAt);
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
    this.#wake?.();
  }

  /** No more comes; what is there may still be read. */
  end(failure?: { readonly error: unknown }): void {
    if (this.state === 'ended') return;
    clearTimeout(this.timer);
    this.state = 'ended';
    this.#failure = failure;
    const early = new AbortedError(`${this.operationName}: closed.`, { operationName: this.operationName });
    this.ready.reject(failure?.error ?? early);
    this.#wake?.();
  }

  /** The next event; undefined when there will be none. @throws what ended it, after everything before was read. */
  async next(): Promise<SubscriptionEvent<Result> | undefined> {
    for (;;) {
      const event = this.#buffer.shift();
      if (event) return event;
      if (this.state === 'ended') {
        const failure = this.#failure;
        this.#failure = undefined;
        if (failure) throw failure.error;
        return undefined;
      }
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
