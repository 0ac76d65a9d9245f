import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AppSync } from './appsync/appsync.ts';
import type { Cognito, Reply } from './cognito/cognito.ts';
import type { SignedRequest } from './sigv4/verify-signature.ts';

/** What a server listens with. */
export interface ServerParts {
  readonly cognito: Cognito;
  readonly appsync: AppSync;
  /** Milliseconds since the epoch; clients measure their clock against it. */
  readonly now: () => number;
}

const keepAliveMs = 65_000;
// AppSync takes requests of up to 1 MB.
const bodyLimitBytes = 1024 * 1024;

/**
 * Listens on 127.0.0.1.
 *
 * @param port - 0 takes any free port.
 * @throws Error with code `EADDRINUSE` when the port is taken.
 */
export async function listen(parts: ServerParts, port: number): Promise<{ server: Server; port: number }> {
  const server = createServer((request, response) => {
    serve(parts, request, response).catch((error: unknown) => {
      // A bug of ours: the caller learns that it was one, and nothing more.
      send(
        parts,
        response,
        request,
        plain(500, 'InternalFailure', error instanceof Error ? error.name : 'Error'),
      );
    });
  });
  // Longer than clients keep theirs, so that no request meets a closing connection.
  server.keepAliveTimeout = keepAliveMs;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { server, port: (server.address() as AddressInfo).port };
}

// How long an answer that is being made may take when the server stops.
const graceMs = 2000;

/** Stops listening: answers under way are finished, idle connections closed, and after a while the others too. */
export async function stopListening(server: Server): Promise<void> {
  const late = setTimeout(() => server.closeAllConnections(), graceMs);
  // A connection that turns idle after `close` would otherwise stay until its keep-alive ends.
  const sweep = setInterval(() => server.closeIdleConnections(), 10);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  clearTimeout(late);
  clearInterval(sweep);
}

async function serve(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'OPTIONS')
    return send(parts, response, request, { status: 204, headers: {}, body: '' });
  const body = await readBody(request);
  if (!body)
    return send(
      parts,
      response,
      request,
      plain(413, 'RequestEntityTooLargeException', 'The body is over 1 MB.'),
    );
  const { method = 'GET', url = '/', headers } = request;
  send(parts, response, request, await route(parts, { method, url, headers, body }));
}

async function route({ cognito, appsync }: ServerParts, request: SignedRequest): Promise<Reply> {
  const path = request.url.split('?')[0] ?? '/';
  if (path === '/graphql' && request.method === 'POST') return appsync.handle(request);
  if (path === '/' && request.method === 'POST') return routeTarget(cognito, request);
  const known =
    request.method === 'GET' ? await cognito.wellKnown(path, request.headers.host?.toString()) : undefined;
  if (path.startsWith('/graphql') && isRealTime(path, request)) {
    return plain(
      501,
      'UnsupportedOperation',
      'Subscriptions over WebSocket are not supported by the local backend yet.',
    );
  }
  return (
    known ??
    plain(
      404,
      'NotFound',
      `No ${request.method} ${path} here. There is POST /graphql, POST / for Cognito with X-Amz-Target, and GET /<user pool id>/.well-known/jwks.json.`,
    )
  );
}

function isRealTime(path: string, { headers }: SignedRequest): boolean {
  return path === '/graphql/realtime' || path === '/graphql/connect' || headers.upgrade !== undefined;
}

async function routeTarget(cognito: Cognito, request: SignedRequest): Promise<Reply> {
  const target = String(request.headers['x-amz-target'] ?? '');
  if (target.startsWith('AWSCognitoIdentityProviderService.')) return cognito.handle(request);
  const what = target === '' ? 'A request without X-Amz-Target' : target;
  return plain(400, 'UnknownOperationException', `${what} is not supported by the local backend.`);
}

function plain(status: number, type: string, message: string): Reply {
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': type };
  return { status, headers, body: JSON.stringify({ __type: type, message }) };
}

// Undefined when the body is too large; the rest of it is read and dropped.
function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= bodyLimitBytes) chunks.push(chunk);
    });
    request.on('end', () => resolve(size <= bodyLimitBytes ? Buffer.concat(chunks) : undefined));
    request.on('error', reject);
  });
}

// Browsers call from another origin; AWS's endpoints let them.
function send(
  { now }: ServerParts,
  response: ServerResponse,
  request: IncomingMessage,
  { status, headers, body }: Reply,
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    'access-control-allow-origin': '*',
    'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '*',
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-expose-headers':
      'x-amzn-requestid, x-amzn-errortype, x-amzn-appsync-tokensconsumed, date',
    'access-control-max-age': '600',
    date: new Date(now()).toUTCString(),
    ...headers,
  });
  response.end(body);
}
