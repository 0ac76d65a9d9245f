import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openConnection, type Connection, type ConnectionEnd } from './connection.ts';
import type { SocketLike } from './socket.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The server's end of a socket, in the hand of a test. */
function scripted() {
  const listeners = new Map<string, (event: { data: unknown }) => void>();
  const sent: string[] = [];
  let closed = false;
  const socket = {
    addEventListener: (type: string, listener: never) => void listeners.set(type, listener),
    send: (text: string) => void sent.push(text),
    close: () => void (closed = true),
  } as unknown as SocketLike;
  const say = (message: object) => listeners.get('message')?.({ data: JSON.stringify(message) });
  const opened = openConnection({
    openSocket: () => socket,
    url: 'ws://127.0.0.1/graphql/realtime',
    protocols: ['graphql-ws'],
    connectTimeoutMs: 15_000,
    signal: new AbortController().signal,
    now: () => new Date(),
    onMessage: () => undefined,
  });
  return { opened, say, sent, open: () => listeners.get('open')?.({ data: '' }), isClosed: () => closed };
}
const acked = async (
  script: ReturnType<typeof scripted>,
  connectionTimeoutMs: number,
): Promise<Connection> => {
  script.open();
  script.say({ type: 'connection_ack', payload: { connectionTimeoutMs } });
  return (await script.opened) as Connection;
};

test('every sign of life puts off the end; silence for as long as the server promised is the end', async () => {
  const script = scripted();
  const connection = await acked(script, 300_000);
  let end: ConnectionEnd | undefined;
  void connection.ended.then((why) => (end = why));
  for (let index = 0; index < 10; index += 1) {
    await vi.advanceTimersByTimeAsync(299_000);
    script.say({ type: 'ka' });
  }
  expect(end).toBeUndefined();
  const heardAt = connection.lastHeardAt();
  await vi.advanceTimersByTimeAsync(300_000);
  expect(end).toEqual({ kind: 'silent', afterMs: 300_000 });
  expect([connection.lastHeardAt(), script.isClosed()]).toEqual([heardAt, true]);
});

test('a server that does not confirm in time is given up', async () => {
  const script = scripted();
  script.open();
  expect(script.sent).toEqual(['{"type":"connection_init"}']);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(await script.opened).toEqual({ kind: 'timeout' });
  expect(script.isClosed()).toBe(true);
});

test('nothing is left behind when it is over', async () => {
  const script = scripted();
  const connection = await acked(script, 300_000);
  connection.close();
  expect(await connection.ended).toEqual({ kind: 'closed' });
  script.say({ type: 'ka' });
  expect(vi.getTimerCount()).toBe(0);
});
