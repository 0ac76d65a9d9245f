import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AppSync } from './appsync/appsync.ts';
import { applyFaults, lost } from './apply-faults.ts';
import type { Certificate } from './certificates.ts';
import type { Cognito, Reply } from './cognito/cognito.ts';
import type { FaultSource } from './faults.ts';
import type { IdentityPool } from './identity/identity-pool.ts';
import type { OAuth } from './oauth/oauth.ts';
import { openPort, type OpenPort } from './one-port.ts';
import type { RealTime } from './realtime/realtime.ts';
import type { SignedRequest } from './sigv4/verify-signature.ts';

/** What a server listens with. */
export interface ServerParts {
  readonly cognito: Cognito;
  readonly appsync: Pick<AppSync, 'handle'>;
  /** The user pool's domain; asked for when the first request may be for it. Absent where there is none. */
  readonly oauth?: () => Promise<OAuth>;
  /** Absent where there is none. */
  readonly identityPool?: IdentityPool;
  /** Absent where there are no subscriptions. */
  readonly realTime?: RealTime;
  /** What goes wrong on purpose. @defaultValue nothing */
  readonly faults?: Pick<FaultSource, 'next'>;
  /** For TLS; asked for when the first client speaks it. */
  readonly certificate?: () => Promise<Certificate>;
  /** Milliseconds since the epoch; clients measure their clock against it. */
  readonly now: () => number;
}

// AppSync takes requests of up to 1 MB.
const bodyLimitBytes = 1024 * 1024;

/**
 * Listens on 127.0.0.1.
 *
 * @param port - 0 takes any free port.
 * @throws Error with code `EADDRINUSE` when the port is taken.
 */
export async function listen(parts: ServerParts, port: number): Promise<OpenPort> {
  const { realTime, certificate = noCertificate } = parts;
  const open = await openPort({
    port,
    certificate,
    answer(request, response) {
      serve(parts, request, response).catch((error: unknown) => {
        // A bug of ours: the caller learns that it was one, and nothing more.
        const name = error instanceof Error ? error.name : 'Error';
        send(parts, response, request, plain(500, 'InternalFailure', name));
      });
    },
    upgrade(request, socket, head) {
      if (!realTime) return void socket.destroy();
      realTime.upgrade(request, socket, head).catch(() => socket.destroy());
    },
  });
  return {
    port: open.port,
    close: () => {
      realTime?.close();
      return open.close();
    },
  };
}

function noCertificate(): Promise<never> {
  return Promise.reject(new TypeError('This server speaks no TLS.'));
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
  const reply = await routeWithFaults(parts, { method, url, headers, body });
  if (reply === lost) return void request.socket.destroy();
  send(parts, response, request, reply);
}

async function routeWithFaults(parts: ServerParts, request: SignedRequest): Promise<Reply | typeof lost> {
  const answer = (): Promise<Reply> => route(parts, request);
  const on = request.url.startsWith('/graphql') ? 'appsync' : 'cognito';
  const faults = parts.faults?.next(on) ?? [];
  return faults.length === 0 ? answer() : applyFaults(faults, on, answer);
}

async function route(parts: ServerParts, request: SignedRequest): Promise<Reply> {
  const { cognito, appsync } = parts;
  const path = request.url.split('?')[0] ?? '/';
  const isApi = path === '/graphql' && ['GET', 'POST'].includes(request.method);
  if (isApi) return appsync.handle(request);
  if (path === '/' && request.method === 'POST') return routeTarget(parts, request);
  const known =
    request.method === 'GET' ? await cognito.wellKnown(path, request.headers.host?.toString()) : undefined;
  if (known) return known;
  const domain = await parts.oauth?.();
  return (
    domain?.handle(path, request) ??
    plain(
      404,
      'NotFound',
      `No ${request.method} ${path} here. There is /graphql by POST or GET, a WebSocket at /graphql/realtime, POST / for Cognito with X-Amz-Target, and GET /<user pool id>/.well-known/jwks.json.`,
    )
  );
}

async function routeTarget({ cognito, identityPool }: ServerParts, request: SignedRequest): Promise<Reply> {
  const target = String(request.headers['x-amz-target'] ?? '');
  if (identityPool && target.startsWith('AWSCognitoIdentityService.')) return identityPool.handle(request);
  const isForm = String(request.headers['content-type']).startsWith('application/x-www-form-urlencoded');
  if (identityPool && target === '' && isForm) {
    const { handleSts } = await import('./identity/sts.ts');
    return handleSts(identityPool, request);
  }
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
    // Known beforehand, head and body go out in one write.
    ...(status === 204 ? {} : { 'content-length': Buffer.byteLength(body) }),
    ...headers,
  });
  response.end(body);
}
