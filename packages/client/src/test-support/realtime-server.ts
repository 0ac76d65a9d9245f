import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';

/** A start that the server received. */
export interface Started {
  readonly id: string;
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly authorization: Record<string, string>;
}

/** What the server does; everything is allowed unless it is said otherwise. */
export interface RealtimeRules {
  /** An error for a connection, by its headers. */
  readonly onConnect?: (headers: Record<string, string>, count: number) => object | undefined;
  /** An error for a subscription; `silence` for no answer at all. */
  readonly onStart?: (started: Started, count: number) => object | 'silence' | undefined;
  /** Subscriptions that one socket may have. @defaultValue any number */
  readonly subscriptionsPerSocket?: number;
  /** Whether a start comes too fast: AppSync answers that without saying which it was. @defaultValue never */
  readonly isTooFast?: (count: number) => boolean;
  /** What `connection_ack` promises. @defaultValue `300_000` */
  readonly connectionTimeoutMs?: number;
}

const protocol = /^header-([\w-]+)$/;

/**
 * AppSync's real-time side on a real socket, as its documentation describes it:
 * https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html
 */
export async function startRealtime(rules: RealtimeRules = {}) {
  const connects: Record<string, string>[] = [];
  const starts: Started[] = [];
  const stopped: string[] = [];
  const active = new Map<string, WebSocket>();
  const http = createServer();
  const server = new WebSocketServer({
    server: http,
    path: '/graphql/realtime',
    handleProtocols: () => 'graphql-ws',
  });

  const onStart = (socket: WebSocket, id: string, payload: { data: string; extensions: object }): void => {
    const { query, variables } = JSON.parse(payload.data) as Pick<Started, 'query' | 'variables'>;
    const { authorization } = payload.extensions as Pick<Started, 'authorization'>;
    const started = { id, query, variables, authorization };
    starts.push(started);
    const error = rules.onStart?.(started, starts.length);
    if (error === 'silence') return;
    if (rules.isTooFast?.(starts.length)) {
      const errors = { errorType: 'LimitExceededError', message: 'Rate limit exceeded' };
      return socket.send(JSON.stringify({ type: 'error', payload: { errors } }));
    }
    const { subscriptionsPerSocket = Infinity } = rules;
    if ([...active.values()].filter((of) => of === socket).length >= subscriptionsPerSocket) {
      const message = `Max number of ${subscriptionsPerSocket} subscriptions reached`;
      const errors = { errorType: 'MaxSubscriptionsReachedError', message };
      return socket.send(JSON.stringify({ id, type: 'error', payload: { errors } }));
    }
    if (error) return socket.send(JSON.stringify({ id, type: 'error', payload: { errors: [error] } }));
    active.set(id, socket);
    socket.send(JSON.stringify({ id, type: 'start_ack' }));
  };
  server.on('connection', (socket, request) => {
    const offered = request.headers['sec-websocket-protocol']?.split(/,\s*/) ?? [];
    const encoded = offered.map((name) => protocol.exec(name)?.[1]).find((found) => found !== undefined);
    const headers = JSON.parse(
      Buffer.from(encoded ?? '', 'base64url').toString() || '{}',
    ) as (typeof connects)[0];
    connects.push(headers);
    const error = offered.includes('graphql-ws')
      ? rules.onConnect?.(headers, connects.length)
      : { errorCode: 400 };
    socket.on('close', () => {
      for (const [id, of] of active) if (of === socket) active.delete(id);
    });
    socket.on('message', (text: Buffer) => {
      const { type, id, payload } = JSON.parse(text.toString()) as {
        type: string;
        id: string;
        payload: { data: string; extensions: object };
      };
      if (type === 'connection_init') {
        const { connectionTimeoutMs = 300_000 } = rules;
        const answer = error
          ? { type: 'connection_error', payload: { errors: [error] } }
          : { type: 'connection_ack', payload: { connectionTimeoutMs } };
        socket.send(JSON.stringify(answer));
      } else if (type === 'start') onStart(socket, id, payload);
      else if (type === 'stop') {
        stopped.push(id);
        active.delete(id);
        socket.send(JSON.stringify({ id, type: 'complete' }));
      }
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const drop = (): void => {
    for (const socket of server.clients) socket.terminate();
  };
  onTestFinished(() => {
    drop();
    http.close();
  });
  const send = (id: string, message: object): void =>
    active.get(id)?.send(JSON.stringify({ id, ...message }));
  return {
    endpoint: `http://127.0.0.1:${(http.address() as AddressInfo).port}/graphql`,
    connects,
    starts,
    stopped,
    /** Breaks every connection. */
    drop,
    /** Tells every subscription of an operation. */
    publish(payload: object, only = ''): void {
      // A subscription keeps its id when it is started again.
      const ids = starts.filter(({ query }) => query.includes(only)).map(({ id }) => id);
      for (const id of new Set(ids)) send(id, { type: 'data', payload });
    },
    /** Sends a message of another type to one subscription. */
    send,
    sockets: () => server.clients.size,
    /** How many subscriptions each socket has, the most first. */
    perSocket: () =>
      [...Map.groupBy(active.values(), (socket) => socket).values()]
        .map(({ length }) => length)
        .sort((a, b) => b - a),
  };
}
