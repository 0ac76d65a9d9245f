import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Auth, TestApi } from '../../appsync/test-support/test-api.ts';

/** A message of the protocol. */
export interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: {
    readonly data?: Record<string, unknown> | null;
    readonly errors?: readonly Record<string, unknown>[];
  };
}

/** A connection, as a client of AppSync's documentation would open it. */
export interface Live {
  readonly socket: WebSocket;
  /** The next message that is no `ka`. */
  next(): Promise<Message>;
  send(message: object | string): void;
  /** Starts a subscription and returns what is answered. */
  start(id: string, auth: Auth, query: string, variables?: object): Promise<Message>;
  close(): Promise<void>;
}

/** Opens a connection and waits for its acknowledgement, or what comes instead. */
export async function connect(
  api: Pick<TestApi, 'local'>,
  auth: Auth,
  url = api.local.realtimeEndpoint,
): Promise<Live> {
  const live = await open(api, auth, url);
  live.send({ type: 'connection_init' });
  const { type } = await live.next();
  if (type !== 'connection_ack') throw new Error(`Got ${type} for connection_init.`);
  return live;
}

/** Opens a connection without a word. */
export async function open(
  api: Pick<TestApi, 'local'>,
  auth: Auth,
  url = api.local.realtimeEndpoint,
): Promise<Live> {
  const headers = JSON.stringify(await headersFor(api, auth, '{}', '/connect'));
  const encoded = Buffer.from(headers).toString('base64url');
  return attach(api, new WebSocket(url, ['graphql-ws', `header-${encoded}`]));
}

/** Reads and writes messages on a socket that opens. */
export async function attach(api: Pick<TestApi, 'local'>, socket: WebSocket): Promise<Live> {
  const messages: Message[] = [];
  let wake: (() => void) | undefined;
  let closedWith: number | undefined;
  socket.on('close', (code) => {
    closedWith = code;
    wake?.();
  });
  socket.on('message', (data) => {
    const message = JSON.parse((data as Buffer).toString()) as Message;
    if (message.type === 'ka') return;
    messages.push(message);
    wake?.();
  });
  await once(socket, 'open');
  const next = async (): Promise<Message> => {
    while (messages.length === 0) {
      if (closedWith !== undefined) throw new Error(`The connection was closed with ${closedWith}.`);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    return messages.shift()!;
  };
  const send = (message: object | string): void =>
    socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  return {
    socket,
    next,
    send,
    async start(id, auth, query, variables) {
      const data = JSON.stringify({ query, variables });
      const authorization = await headersFor(api, auth, data, '');
      send({ id, type: 'start', payload: { data, extensions: { authorization } } });
      return next();
    },
    async close() {
      if (socket.readyState === WebSocket.CLOSED) return;
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}

async function headersFor(
  { local }: Pick<TestApi, 'local'>,
  auth: Auth,
  body: string,
  path: string,
): Promise<Record<string, string>> {
  const { host } = new URL(local.graphqlEndpoint);
  const headers = typeof auth === 'function' ? await auth(body, `/graphql${path}`) : auth;
  return { host, ...headers };
}
