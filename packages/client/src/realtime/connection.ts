import { readMessage, type ServerMessage } from './protocol.ts';
import type { OpenSocket } from './socket.ts';
import { startTimer } from '../timer.ts';

/** Why a connection was not made or did not last. */
export type ConnectionEnd =
  | { readonly kind: 'refused'; readonly message: ServerMessage }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'silent'; readonly afterMs: number }
  | { readonly kind: 'broken'; readonly code: number | undefined; readonly cause?: unknown }
  | { readonly kind: 'closed' };

/** A connection that the server has confirmed. */
export interface Connection {
  send(message: string): void;
  close(): void;
  /** When the server was last heard of. */
  lastHeardAt(): Date;
  readonly ended: Promise<ConnectionEnd>;
}

/** What a connection needs. */
export interface ConnectionOptions {
  readonly openSocket: OpenSocket;
  readonly url: string;
  readonly protocols: string[];
  /** Until the server confirms, in milliseconds. */
  readonly connectTimeoutMs: number;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly onMessage: (message: ServerMessage) => void;
}

// Until the server says another: https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html
const keepAliveTimeoutMs = 300_000;

/**
 * Opens one connection, greets, and watches that the server keeps saying something.
 *
 * @returns The connection once it is confirmed, or why there is none.
 */
export function openConnection(options: ConnectionOptions): Promise<Connection | ConnectionEnd> {
  const { openSocket, url, protocols, connectTimeoutMs, signal, now, onMessage } = options;
  if (signal.aborted) return Promise.resolve({ kind: 'closed' });
  return new Promise((resolve) => {
    const { promise: ended, resolve: resolveEnded } = Promise.withResolvers<ConnectionEnd>();
    const socket = openSocket(url, protocols);
    let heardAt = now();
    let silentAfterMs: number | undefined;
    let over = false;
    const end = (why: ConnectionEnd): void => {
      over = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.close();
      resolve(why);
      resolveEnded(why);
    };
    const onAbort = (): void => end({ kind: 'closed' });
    const watch = (): ReturnType<typeof setTimeout> => {
      const afterMs = silentAfterMs;
      return afterMs === undefined
        ? startTimer(() => end({ kind: 'timeout' }), connectTimeoutMs)
        : startTimer(() => end({ kind: 'silent', afterMs }), afterMs);
    };
    let timer = watch();
    const heard = (): void => {
      heardAt = now();
      clearTimeout(timer);
      timer = watch();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    socket.addEventListener('open', () => socket.send('{"type":"connection_init"}'));
    socket.addEventListener('error', (event) =>
      end({ kind: 'broken', code: undefined, cause: 'error' in event ? event.error : undefined }),
    );
    socket.addEventListener('close', (event) =>
      end({ kind: 'broken', code: 'code' in event ? Number(event.code) : undefined }),
    );
    socket.addEventListener('message', ({ data }) => {
      const message = readMessage(data);
      if (message === undefined || over) return;
      if (message.type === 'connection_error') return end({ kind: 'refused', message });
      if (message.type === 'connection_ack') {
        silentAfterMs = message.payload?.connectionTimeoutMs ?? keepAliveTimeoutMs;
        heard();
        const send = (text: string): void => socket.send(text);
        return resolve({ send, close: onAbort, lastHeardAt: () => heardAt, ended });
      }
      if (silentAfterMs === undefined) return;
      heard();
      onMessage(message);
    });
  });
}
