import { WebSocket, type Dispatcher } from 'undici';
import type { OpenSocket } from '../realtime/socket.ts';
import { createDispatcher } from './dispatcher.ts';
import { exchange } from './exchange.ts';
import { TextResponse } from './text-response.ts';
import { resolveTransport, type NodeTransportOptions } from './transport-options.ts';

/** Connections to any number of servers, held by one process. */
export interface NodeTransport {
  /** Hand it to `createClient`, to graphql-request or to any other client that takes a `fetch`. */
  readonly fetch: typeof fetch;
  /** Opens WebSockets through the same proxy and with the same certificates; hand it to a client's `realtime` options. */
  readonly openSocket: OpenSocket;
  /** Ends what is under way and closes all sockets. */
  close(): Promise<void>;
}

/**
 * Opens a pool of connections with times, proxy and certificates of one's own. Without one, all clients of a process share a
 * pool with the defaults.
 *
 * @throws TypeError when a number is none, a proxy is no URL, or a certificate is not in PEM.
 * @example
 * ```ts
 * const transport = nodeTransport({ connections: 128, proxy: proxyFrom(process.env), ca });
 * const client = createClient({ endpoint, headers, fetch: transport.fetch });
 * ```
 */
export function nodeTransport(options: NodeTransportOptions = {}): NodeTransport {
  const dispatcher = createDispatcher(resolveTransport(options));
  return {
    fetch: fetchOver(dispatcher),
    openSocket: (url, protocols) => new WebSocket(url, { protocols, dispatcher }),
    close: () => dispatcher.destroy(),
  };
}

function fetchOver(dispatcher: Dispatcher): typeof fetch {
  return async (input, init = {}) => {
    if (input instanceof Request) throw new TypeError('fetch: pass a URL and options rather than a Request.');
    const { body } = init;
    if (body != null && typeof body !== 'string') throw new TypeError('fetch: only text bodies are sent.');
    const url = typeof input === 'string' ? new URL(input) : input;
    const request: Dispatcher.DispatchOptions = {
      origin: url.origin,
      path: url.pathname + url.search,
      method: init.method ?? 'GET',
      headers: plain(init.headers),
      body: body ?? null,
    };
    const answer = await exchange(dispatcher, request, init.signal);
    return new TextResponse(answer, url.href);
  };
}

function plain(headers: RequestInit['headers']): Record<string, string> {
  if (headers === undefined) return {};
  const asIs = Object.getPrototypeOf(headers) === Object.prototype;
  return asIs ? (headers as Record<string, string>) : Object.fromEntries(new Headers(headers));
}
