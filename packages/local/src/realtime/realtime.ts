import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket, WebSocketServer } from 'ws';
import type { AppSync } from '../appsync/appsync.ts';
import { RequestError } from '../appsync/errors.ts';
import { Connection } from './connection.ts';
import { handshakeRequest, subprotocols } from './handshake.ts';

/** AppSync's WebSocket side. */
export interface RealTime {
  /** Answers a request to upgrade to a WebSocket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
  /** Drops every connection without a word. */
  disconnect(): void;
  /** Closes every connection. */
  close(): void;
}

/** How the WebSocket side is set up. */
export interface RealTimeOptions {
  readonly appsync: AppSync;
  /** @defaultValue `60000`, as AppSync has it */
  readonly keepAliveMs?: number;
}

const subprotocol = 'graphql-ws';
// Of a message that a client sends; AppSync's own limit is on what it delivers.
const maxPayload = 240 * 1024;
const paths = new Set(['/graphql/realtime', '/graphql', '/graphql/connect']);

/** Serves subscriptions by AppSync's protocol; the library for it loads with the first connection. */
export function createRealTime({ appsync, keepAliveMs = 60_000 }: RealTimeOptions): RealTime {
  let made: Promise<WebSocketServer> | undefined;
  const open = new Map<WebSocket, Connection | undefined>();
  const beat = setInterval(() => {
    for (const connection of open.values()) void connection?.keepAlive().catch(() => undefined);
  }, keepAliveMs).unref();
  return {
    async upgrade(request, socket, head) {
      const path = (request.url ?? '').split('?')[0] ?? '';
      if (!paths.has(path))
        return refuse(socket, `404 Not Found`, `WebSockets are served at /graphql/realtime, not ${path}.`);
      made ??= makeServer();
      const server = await made;
      server.handleUpgrade(request, socket, head, (webSocket) => {
        open.set(webSocket, undefined);
        webSocket.on('close', () => open.delete(webSocket));
        webSocket.on('error', () => webSocket.terminate());
        void greet(appsync, request, webSocket).then((connection) => {
          if (open.has(webSocket)) open.set(webSocket, connection);
        });
      });
    },
    disconnect() {
      for (const webSocket of open.keys()) webSocket.terminate();
    },
    close() {
      clearInterval(beat);
      for (const webSocket of open.keys()) {
        webSocket.close(1001, 'The server stops.');
        webSocket.terminate();
      }
    },
  };
}

async function makeServer(): Promise<WebSocketServer> {
  const { WebSocketServer: Server } = await import('ws');
  return new Server({
    noServer: true,
    maxPayload,
    handleProtocols: (offered) => offered.has(subprotocol) && subprotocol,
  });
}

// A caller who is refused is told so in the protocol's own words, which browsers could not read off a failed handshake.
async function greet(
  appsync: AppSync,
  request: IncomingMessage,
  webSocket: WebSocket,
): Promise<Connection | undefined> {
  webSocket.pause();
  try {
    if (!subprotocols(request).includes(subprotocol)) throw noProtocol();
    const asked = handshakeRequest(request);
    if (!asked) throw new RequestError(401, 'UnauthorizedException', 'Required headers are missing.');
    const caller = await appsync.identify(asked);
    const connection = new Connection(webSocket, appsync, { request: asked, caller });
    webSocket.resume();
    return connection;
  } catch (error) {
    const {
      type: errorType,
      message,
      status: errorCode,
    } = error instanceof RequestError ? error : new RequestError(500, 'InternalFailure', 'InternalFailure');
    webSocket.resume();
    webSocket.send(
      JSON.stringify({ type: 'connection_error', payload: { errors: [{ errorType, message, errorCode }] } }),
    );
    webSocket.close(1000);
    return undefined;
  }
}

function noProtocol(): RequestError {
  return new RequestError(400, 'NoProtocolError', `The client offers no subprotocol ${subprotocol}.`);
}

function refuse(socket: Duplex, status: string, message: string): void {
  const body = JSON.stringify({ message });
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
