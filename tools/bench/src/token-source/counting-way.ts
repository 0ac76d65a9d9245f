import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A way to Cognito on which it is counted what goes along. */
export interface CountingWay {
  readonly endpoint: string;
  /** How often each flow was begun, or each other action asked for. */
  readonly counts: Map<string, number>;
  close(): void;
}

/** Puts a counter before a server, on a socket of its own. */
export async function startCountingWay(url: string): Promise<CountingWay> {
  const counts = new Map<string, number>();
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const target = String(incoming.headers['x-amz-target']);
      const { AuthFlow: what = target.split('.')[1] ?? '' } = JSON.parse(body) as { AuthFlow?: string };
      counts.set(what, (counts.get(what) ?? 0) + 1);
      const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
      void fetch(url, { method: 'POST', headers, body }).then(async (answer) => {
        response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
        response.end(await answer.text());
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { endpoint, counts, close: () => server.close() };
}
