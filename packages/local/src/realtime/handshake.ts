import type { IncomingMessage } from 'node:http';
import type { SignedRequest } from '../sigv4/verify-signature.ts';

/** What a client proves who it is with: the headers that it would send over HTTP. */
type Headers = Readonly<Record<string, string>>;

const prefix = 'header-';

/** The subprotocols that a client offers. */
export function subprotocols({ headers }: Pick<IncomingMessage, 'headers'>): string[] {
  const offered = headers['sec-websocket-protocol'] ?? '';
  return offered.split(',').map((name) => name.trim());
}

/**
 * The request that a handshake stands for. Its headers come in a subprotocol (`header-` and base64url) or, as older
 * clients have it, in the query (`header` in base64); signatures are made for `/connect` under the API's path.
 *
 * @see https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html
 * @returns undefined where there are no such headers.
 */
export function handshakeRequest(request: IncomingMessage): SignedRequest | undefined {
  const { searchParams } = new URL(request.url ?? '/', 'http://local');
  const inProtocol = subprotocols(request).find((name) => name.startsWith(prefix));
  const encoded = inProtocol?.slice(prefix.length) ?? searchParams.get('header');
  const headers = encoded == null ? undefined : decodeHeaders(Buffer.from(encoded, 'base64url').toString());
  if (!headers) return undefined;
  return { method: 'POST', url: '/graphql/connect', headers, body: payloadOf(searchParams) };
}

function payloadOf(query: URLSearchParams): Buffer {
  const payload = query.get('payload');
  return payload === null ? Buffer.from('{}') : Buffer.from(payload, 'base64');
}

function decodeHeaders(json: string): Headers | undefined {
  try {
    return readHeaders(JSON.parse(json) as unknown);
  } catch {
    return undefined;
  }
}

/** Headers out of a JSON object, in lower case; undefined where it is none. */
export function readHeaders(value: unknown): Headers | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(entries.map(([name, text]) => [name.toLowerCase(), text]));
}
