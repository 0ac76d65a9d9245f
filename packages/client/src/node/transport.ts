import { WebSocket, type Dispatcher } from 'undici';
import type { OpenSocket } from '../realtime/socket.ts';
import { directPost, NotSentError, type Post } from '../post.ts';
import { endingOf } from '../watch.ts';
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
  const send: typeof fetch = async (input, init = {}) => {
    if (input instanceof Request) throw new TypeError('fetch: pass a URL and options rather than a Request.');
    const { body, signal } = init;
    if (body != null && typeof body !== 'string') throw new TypeError('fetch: only text bodies are sent.');
    const url = typeof input === 'string' ? new URL(input) : input;
    const request: Dispatcher.DispatchOptions = {
      origin: url.origin,
      path: url.pathname + url.search,
      method: init.method ?? 'GET',
      headers: Object.fromEntries(new Headers(init.headers)),
      body: body ?? null,
    };
    const end = signal ? endingOf(signal) : undefined;
    return new TextResponse(await exchange(dispatcher, request, end).catch(itsReason), url.href);
  };
  return Object.assign(send, { [directPost]: postOver(dispatcher) });
}

// A `fetch` throws what its signal says.
function itsReason(error: unknown): never {
  throw error instanceof NotSentError ? error.cause : error;
}

function postOver(dispatcher: Dispatcher): Post {
  let last = { url: '', origin: '', path: '' };
  return async (url, body, headers, ending) => {
    // A client's calls all go to the same place.
    if (last.url !== url) {
      const { origin, pathname, search } = new URL(url);
      last = { url, origin, path: pathname + search };
    }
    const { origin, path } = last;
    const request = { origin, path, method: 'POST', headers, body } as const;
    const answer = await exchange(dispatcher, request, ending);
    const get = (name: string): string | null => one(answer.headers[name.toLowerCase()]);
    return { status: answer.status, headers: { get }, text: answer.text };
  };
}

function one(value: string | readonly string[] | undefined): string | null {
  return typeof value === 'object' ? value.join(', ') : (value ?? null);
}
