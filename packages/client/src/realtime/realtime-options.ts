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
  /** Told of the shared socket. It is opened again for as long as somebody subscribes. */
  readonly onState?: (state: 'connecting' | 'connected' | 'disconnected') => void;
  /** For the times in gaps. @defaultValue `() => new Date()` */
  readonly now?: () => Date;
}

export type ResolvedRealtime = Required<Omit<RealtimeOptions, 'onState'>> & Pick<RealtimeOptions, 'onState'>;

export function resolveRealtime(endpoint: string, options: RealtimeOptions = {}): ResolvedRealtime {
  const { onState } = options;
  return {
    url: options.url ?? realtimeUrl(endpoint),
    openSocket: options.openSocket ?? platformSocket,
    connectTimeoutMs: options.connectTimeoutMs ?? 15_000,
    startTimeoutMs: options.startTimeoutMs ?? 15_000,
    baseDelayMs: options.baseDelayMs ?? 1_000,
    maxDelayMs: options.maxDelayMs ?? 30_000,
    now: options.now ?? (() => new Date()),
    ...(onState ? { onState } : {}),
  };
}
