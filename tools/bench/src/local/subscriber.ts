// AppSync's real-time protocol as far as a benchmark needs it, over the platform's own WebSocket.
// Source: https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html

/** A connection with one subscription. */
export interface Subscriber {
  /** Resolves with the next event, as JSON. */
  next(): Promise<string>;
  close(): Promise<void>;
}

/** Opens a connection and subscribes. */
export async function subscribe(endpoint: string, token: string, query: string): Promise<Subscriber> {
  const authorization = { host: new URL(endpoint).host, Authorization: token };
  const header = Buffer.from(JSON.stringify(authorization)).toString('base64url');
  const socket = new WebSocket(endpoint, ['graphql-ws', `header-${header}`]);
  const waiting: ((text: string) => void)[] = [];
  const message = (): Promise<string> => new Promise((resolve) => waiting.push(resolve));
  socket.addEventListener('message', ({ data }) => {
    const text = String(data);
    if (text !== '{"type":"ka"}') waiting.shift()?.(text);
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', reject);
  });
  const ask = async (asked: object, expected: string): Promise<void> => {
    const answer = message();
    socket.send(JSON.stringify(asked));
    const text = await answer;
    if (!text.includes(`"type":"${expected}"`)) throw new Error(text);
  };
  await ask({ type: 'connection_init' }, 'connection_ack');
  const payload = { data: JSON.stringify({ query }), extensions: { authorization } };
  await ask({ id: 's', type: 'start', payload }, 'start_ack');
  return {
    next: message,
    async close() {
      const closed = new Promise((resolve) => socket.addEventListener('close', resolve));
      socket.close();
      await closed;
    },
  };
}
