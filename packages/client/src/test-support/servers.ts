import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createSecureServer, type Http2SecureServer } from 'node:http2';
import { connect, createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';
import { selfSigned } from './self-signed.ts';

/** A server on a free port of 127.0.0.1, gone when the test is. */
async function listen(
  server: Server | Http2SecureServer | ReturnType<typeof createTcpServer>,
): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** An HTTP server; counts the connections that were made to it, and those that are open. */
export async function startHttp(
  onRequest: RequestListener,
): Promise<{ url: string; connections(): number; open(): number }> {
  let count = 0;
  let closed = 0;
  const server = createServer(onRequest).on('connection', (socket) => {
    count += 1;
    socket.on('close', () => (closed += 1));
  });
  const url = `http://127.0.0.1:${await listen(server)}/graphql`;
  return { url, connections: () => count, open: () => count - closed };
}

/** An HTTPS server with a certificate that only its `ca` vouches for. */
export async function startHttps(onRequest: RequestListener): Promise<{ url: string; ca: string }> {
  const { key, cert } = selfSigned();
  const port = await listen(createTlsServer({ key, cert }, onRequest));
  return { url: `https://127.0.0.1:${port}/graphql`, ca: cert };
}

/** An HTTP/2 server with a certificate that only its `ca` vouches for; counts its connections. */
export async function startHttp2(body: string): Promise<{ url: string; ca: string; connections(): number }> {
  const { key, cert } = selfSigned();
  let count = 0;
  const server = createSecureServer({ key, cert }, (_, response) => void response.end(body));
  server.on('session', () => (count += 1));
  return { url: `https://127.0.0.1:${await listen(server)}/graphql`, ca: cert, connections: () => count };
}

/** A proxy for CONNECT tunnels and plain requests; tells of what went through it, and refuses who has not these credentials. */
export async function startProxy(credentials?: string): Promise<{ url: string; seen: string[] }> {
  const wanted = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`;
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.setHeader('content-type', 'application/json').end('{"through":"proxy"}');
  });
  server.on('connect', (request, socket: Duplex, head: Buffer) => {
    seen.push(`CONNECT ${request.url}`);
    if (wanted && request.headers['proxy-authorization'] !== wanted) {
      return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    }
    const upstream = connect(Number(request.url?.split(':')[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });
  return { url: `http://127.0.0.1:${await listen(server)}`, seen };
}

/** A server that answers the bytes it is told to, then says no more. */
export async function startRaw(bytes: string): Promise<{ url: string }> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined).on('data', () => void (bytes && socket.write(bytes)));
  });
  return { url: `http://127.0.0.1:${await listen(server)}/graphql` };
}
