import { WebSocket, type Dispatcher } from 'undici';
import type { OpenSocket } from '../realtime/socket.ts';
import { ending, endingOf, type Ending } from '../watch.ts';
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
  let last: { readonly href: string; readonly origin: string; readonly path: string } | undefined;
  // Most calls go where the one before went.
  const place = (href: string): NonNullable<typeof last> => {
    if (last?.href === href) return last;
    const { origin, pathname, search } = new URL(href);
    return (last = { href, origin, path: pathname + search });
  };
  return async (input, init: RequestInit & { [ending]?: Ending } = {}) => {
    if (input instanceof Request) throw new TypeError('fetch: pass a URL and options rather than a Request.');
    const { body } = init;
    if (body != null && typeof body !== 'string') throw new TypeError('fetch: only text bodies are sent.');
    const { origin, path, href } = place(typeof input === 'string' ? input : input.href);
    const request: Dispatcher.DispatchOptions = {
      origin,
      path,
      method: init.method ?? 'GET',
      headers: plain(init.headers),
      body: body ?? null,
    };
    const end = init[ending] ?? (init.signal ? endingOf(init.signal) : undefined);
    return new TextResponse(await exchange(dispatcher, request, end), href);
  };
}

function plain(headers: RequestInit['headers']): Record<string, string> {
  if (headers === undefined) return {};
  const asIs = Object.getPrototypeOf(headers) === Object.prototype;
  return asIs ? (headers as Record<string, string>) : Object.fromEntries(new Headers(headers));
}
