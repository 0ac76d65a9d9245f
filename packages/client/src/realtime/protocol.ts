import type { GraphQLErrorEntry } from '../errors.ts';

// The words of AppSync's protocol:
// https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html

/** What an error of the real-time side says; `errorCode` is an HTTP status. */
export interface RealtimeErrorEntry extends GraphQLErrorEntry {
  readonly errorCode?: number;
}

/** A message of the server. */
export interface ServerMessage {
  readonly type: string;
  readonly id?: string;
  readonly payload?: {
    readonly connectionTimeoutMs?: number;
    readonly data?: unknown;
    readonly errors?: unknown;
    readonly errorType?: string;
    readonly message?: string;
  };
}

/** Reads a message; undefined for what is none. */
export function readMessage(data: unknown): ServerMessage | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const message = JSON.parse(data) as Partial<ServerMessage> | null;
    return typeof message?.type === 'string' ? (message as ServerMessage) : undefined;
  } catch {
    return undefined;
  }
}

/** The errors of a message, which come as a list, as one object, or as the payload itself. */
export function errorsOf({ payload }: ServerMessage): RealtimeErrorEntry[] {
  const { errors } = payload ?? {};
  const all = Array.isArray(errors) ? errors : [errors ?? payload];
  return (all as (Partial<RealtimeErrorEntry> | null | undefined)[]).flatMap((entry) =>
    entry && typeof entry === 'object'
      ? [{ ...entry, message: entry.message ?? entry.errorType ?? 'unknown' }]
      : [],
  );
}

/** The headers as the real-time side wants them: with the host of the endpoint, and `Authorization` in capitals. */
export function authorizationOf(
  headers: Readonly<Record<string, string>>,
  host: string,
): Record<string, string> {
  const named = Object.entries(headers).map(([name, value]) => [
    name.toLowerCase() === 'authorization' ? 'Authorization' : name,
    value,
  ]);
  return { ...(Object.fromEntries(named) as Record<string, string>), host };
}

/** The subprotocols of a connection: its name, and the headers, which a browser can send in no other way. */
export function subprotocols(authorization: Readonly<Record<string, string>>): string[] {
  const bytes = new TextEncoder().encode(JSON.stringify(authorization));
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  const encoded = base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return ['graphql-ws', `header-${encoded}`];
}

/** Asks for a subscription. */
export function startMessage(id: string, data: string, authorization: object): string {
  return JSON.stringify({ id, type: 'start', payload: { data, extensions: { authorization } } });
}
