import { AbortedError } from '../errors.ts';
import { fromOneUp } from '../check-number.ts';
import type { TypedOperation } from '../operation.ts';
import type { ResolvedOptions } from '../options.ts';
import { Channel } from './channel.ts';
import type { SubscriptionEvent } from './events.ts';
import type { RealtimeSockets } from './sockets.ts';

/** Options of {@link Client.subscribe}. */
export interface SubscribeOptions {
  /** Ends the subscription: reading it throws `aborted`. */
  readonly signal?: AbortSignal;
  /**
   * Events that wait for a slow reader. When there are more, the oldest are dropped, and a gap of kind `slow-reader` says how many
   * and of which time.
   *
   * @defaultValue `1_000`
   */
  readonly bufferSize?: number;
}

/** A subscription: events to read with `for await`, once. Leaving the loop ends it. */
export interface Subscription<Result> extends AsyncIterable<SubscriptionEvent<Result>>, AsyncDisposable {
  /** Resolves when the server has confirmed it for the first time: nothing that happens from then on is missed unsaid. */
  readonly ready: Promise<void>;
  /** Ends it; what has arrived may still be read. */
  close(): void;
}

/** Subscribes; see {@link Client.subscribe}. */
export function subscribe<Result, Variables>(
  sockets: RealtimeSockets,
  operation: TypedOperation<Result, Variables>,
  variables: Variables | undefined,
  { host, identityKind, observer, realtime }: ResolvedOptions,
  { signal, bufferSize = 1_000 }: SubscribeOptions = {},
): Subscription<Result> {
  const { name: operationName, kind, rootFields, text } = operation;
  if (kind !== 'subscription') throw new TypeError(`${operationName} is a ${kind}, no subscription.`);
  fromOneUp('bufferSize', bufferSize);
  const data = JSON.stringify({ query: text, variables: variables ?? {} });
  const about = { id: sockets.nextId(), operationName, field: rootFields[0]?.responseKey ?? '', data };
  const observation = observer?.startSubscription?.({ operationName, kind, host, identityKind });
  const channel = new Channel<Result>(about, bufferSize, realtime.now, observation);
  const onAbort = (): void => {
    const error = new AbortedError(`${operationName}: aborted.`, { operationName, cause: signal?.reason });
    sockets.remove(channel as Channel, { error });
    channel.end({ error });
  };
  const close = (): void => {
    signal?.removeEventListener('abort', onAbort);
    sockets.remove(channel as Channel);
  };
  if (signal?.aborted) onAbort();
  else sockets.add(channel as Channel);
  signal?.addEventListener('abort', onAbort, { once: true });
  return {
    ready: channel.ready.promise,
    close,
    [Symbol.asyncDispose]: () => Promise.resolve(close()),
    async *[Symbol.asyncIterator]() {
      try {
        for (let event = await channel.next(); event; event = await channel.next()) yield event;
      } finally {
        close();
      }
    },
  };
}
