import { fromOneUp } from '../check-number.ts';
import { realtimeUrl } from './realtime-url.ts';
import { platformSocket, type OpenSocket } from './socket.ts';

/** How a client subscribes. */
export interface RealtimeOptions {
  /** Address of the real-time side. @defaultValue AWS's host for an endpoint of AWS, else the endpoint with `/realtime` */
  readonly url?: string;
  /** @defaultValue the platform's `WebSocket`; a Node transport has one for its proxy and certificates */
  readonly openSocket?: OpenSocket;
  /** Until the server confirms a connection, in milliseconds. @defaultValue `15_000` */
  readonly connectTimeoutMs?: number;
  /** Until the server confirms a subscription, in milliseconds. @defaultValue `15_000` */
  readonly startTimeoutMs?: number;
  /** The first pause before a reconnect is up to this, each further one up to twice as much. In milliseconds. @defaultValue `1_000` */
  readonly baseDelayMs?: number;
  /** No pause is longer. In milliseconds. @defaultValue `30_000` */
  readonly maxDelayMs?: number;
  /**
   * Subscriptions on one socket; for more a further one is opened, as also where AppSync refuses one more. Its quota for each
   * connection is 200 unless your account has another.
   *
   * @defaultValue `200`
   * @see https://docs.aws.amazon.com/general/latest/gr/appsync.html#limits_appsync
   */
  readonly subscriptionsPerSocket?: number;
  /** Told of each shared socket, by its number from 1 up. It is opened again for as long as somebody subscribes. */
  readonly onState?: (state: SocketState, socket: number) => void;
  /** For the times in gaps. @defaultValue `() => new Date()` */
  readonly now?: () => Date;
}

/** Where a shared socket stands. */
export type SocketState = 'connecting' | 'connected' | 'disconnected';

export type ResolvedRealtime = Required<Omit<RealtimeOptions, 'onState'>> & Pick<RealtimeOptions, 'onState'>;

export function resolveRealtime(endpoint: string, options: RealtimeOptions = {}): ResolvedRealtime {
  const { onState, subscriptionsPerSocket = 200 } = options;
  fromOneUp('realtime.subscriptionsPerSocket', subscriptionsPerSocket);
  return {
    url: options.url ?? realtimeUrl(endpoint),
    openSocket: options.openSocket ?? platformSocket,
    connectTimeoutMs: options.connectTimeoutMs ?? 15_000,
    startTimeoutMs: options.startTimeoutMs ?? 15_000,
    baseDelayMs: options.baseDelayMs ?? 1_000,
    maxDelayMs: options.maxDelayMs ?? 30_000,
    subscriptionsPerSocket,
    now: options.now ?? (() => new Date()),
    ...(onState ? { onState } : {}),
  };
}
