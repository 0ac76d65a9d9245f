import { readHeaders } from './handshake.ts';

/** What a client sends. */
export type ClientMessage =
  | { readonly type: 'connection_init' }
  | {
      readonly type: 'start';
      readonly id: string;
      readonly data: string;
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly type: 'stop'; readonly id: string }
  | { readonly type: 'unsupported'; readonly id: string | undefined; readonly what: string };

/** Reads a message; one that cannot be read is `unsupported`. */
export function readMessage(text: string): ClientMessage {
  const { type, id, payload } = parse(text);
  const name = typeof id === 'string' ? id : undefined;
  if (type === 'connection_init') return { type };
  if (type === 'stop' && name !== undefined) return { type, id: name };
  if (type === 'start' && name !== undefined) {
    const { data, extensions } = objectOf(payload);
    const headers = readHeaders(objectOf(extensions).authorization) ?? {};
    if (typeof data === 'string') return { type, id: name, data, headers };
  }
  return {
    type: 'unsupported',
    id: name,
    what: typeof type === 'string' && type !== 'start' ? type : 'unknown',
  };
}

function parse(text: string): Record<string, unknown> {
  try {
    return objectOf(JSON.parse(text) as unknown);
  } catch {
    return {};
  }
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
