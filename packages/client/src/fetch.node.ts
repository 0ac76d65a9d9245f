import { Agent, request, type Dispatcher } from 'undici';

// One pool for all clients of the process: sockets stay open between calls.
const dispatcher = new Agent({ connections: 64, keepAliveTimeout: 30_000, connect: { timeout: 10_000 } });

/** `fetch` for Node over undici's `request`, which costs less than half of the global one. */
export const pooledFetch: typeof fetch = async (input, init = {}) => {
  const { statusCode, headers, body } = await request(input instanceof Request ? input.url : input, {
    dispatcher,
    method: (init.method ?? 'GET') as Dispatcher.HttpMethod,
    headers: Object.fromEntries(new Headers(init.headers)),
    body: typeof init.body === 'string' ? init.body : null,
    signal: init.signal ?? null,
  });
  const text = await body.text();
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value] as [string, string]],
  );
  const empty = statusCode === 204 || statusCode === 304;
  return new Response(empty ? null : text, { status: statusCode, headers: pairs });
};
