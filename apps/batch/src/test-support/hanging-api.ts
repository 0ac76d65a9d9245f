import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A way to an API that can stop answering, for everything or for what it chokes on. */
export interface HangingApi {
  readonly endpoint: string;
  /** From now on everything is passed on and done, and no answer comes back. */
  hang(): void;
  /** Requests that nobody answered. */
  hung(): number;
  /**
   * From now on a request that holds this text is not passed on: nobody answers it, or it is refused as one that cannot be read.
   *
   * @param on - Undefined lets everything through again.
   */
  choke(on: string | undefined, how?: 'hangs' | 'refuses'): void;
}

/** Puts a real socket before an API, for one test. */
export async function startHangingApi(url: string): Promise<HangingApi> {
  let hangs = false;
  let hung = 0;
  let choking: { readonly on: string | undefined; readonly how: 'hangs' | 'refuses' } | undefined;
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      if (choking?.on !== undefined && Buffer.concat(chunks).includes(choking.on)) {
        if (choking.how === 'hangs') return void (hung += 1);
        const errors = [{ errorType: 'MalformedHttpRequestException', message: 'Request body is too odd.' }];
        return void response.writeHead(400).end(JSON.stringify({ errors }));
      }
      const { authorization = '' } = incoming.headers;
      const headers = { 'content-type': 'application/json', authorization };
      void fetch(url, { method: 'POST', headers, body: Buffer.concat(chunks) }).then(async (answer) => {
        const body = await answer.text();
        if (hangs) return void (hung += 1);
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(body);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  return {
    endpoint,
    hang: () => void (hangs = true),
    hung: () => hung,
    choke: (on, how = 'hangs') => void (choking = { on, how }),
  };
}
