import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A way to Cognito that counts what is asked. */
export interface CountingProxy {
  readonly endpoint: string;
  /** Names of the actions, in order. */
  readonly actions: readonly string[];
}

/** Puts a counter on a real socket before Cognito, for one test. */
export async function countSignIns(url: string): Promise<CountingProxy> {
  const actions: string[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const target = String(incoming.headers['x-amz-target']);
      actions.push(target.split('.')[1] ?? '');
      const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
      void fetch(url, { method: 'POST', headers, body: Buffer.concat(chunks) }).then(async (answer) => {
        response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
        response.end(await answer.text());
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, actions };
}
