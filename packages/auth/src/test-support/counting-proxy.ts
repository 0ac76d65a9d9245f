import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A way to Cognito that remembers what was asked. */
export interface CountingProxy {
  readonly endpoint: string;
  /** The flow of each `InitiateAuth`, and the names of the other actions. */
  readonly actions: string[];
  /** Of these actions the next answer gets lost on the way back, once for each entry. */
  readonly losing: string[];
  /** Keeps back the next answer to an action. */
  hold(action: string): HeldAnswer;
  close(): void;
}

/** An answer that is under way for long. */
export interface HeldAnswer {
  /** Until the server has answered. */
  readonly answered: Promise<unknown>;
  /** Lets the answer go. */
  release(): void;
}

/**
 * Puts a counter on a real socket before a backend.
 *
 * @param now - The time of the `Date` header, in milliseconds since the epoch.
 */
export async function startCountingProxy(url: string, now: () => number = Date.now): Promise<CountingProxy> {
  const actions: string[] = [];
  const held = new Map<string, { answered: () => void; released: Promise<unknown> }>();
  const proxy: CountingProxy = {
    endpoint: '',
    actions,
    losing: [],
    hold: (action) => {
      const answered = Promise.withResolvers<undefined>();
      const released = Promise.withResolvers<undefined>();
      held.set(action, { answered: () => answered.resolve(undefined), released: released.promise });
      return { answered: answered.promise, release: () => released.resolve(undefined) };
    },
    close: () => server.close(),
  };
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const target = String(incoming.headers['x-amz-target']);
      const body = Buffer.concat(chunks).toString();
      actions.push((JSON.parse(body) as { AuthFlow?: string }).AuthFlow ?? target.split('.')[1] ?? '');
      const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
      void fetch(url, { method: 'POST', headers, body }).then(async (answer) => {
        const action = target.split('.')[1] ?? '';
        const holding = held.get(action);
        held.delete(action);
        holding?.answered();
        await holding?.released;
        const lost = proxy.losing.indexOf(action);
        if (lost >= 0) {
          proxy.losing.splice(lost, 1);
          return void incoming.socket.destroy();
        }
        const type = answer.headers.get('x-amzn-errortype');
        const date = new Date(now()).toUTCString();
        response.writeHead(answer.status, { ...(type ? { 'x-amzn-errortype': type } : {}), date });
        response.end(await answer.text());
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  Object.assign(proxy, { endpoint });
  return proxy;
}
