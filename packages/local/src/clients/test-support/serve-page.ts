import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

/** A page that is served, until the end of the scope. */
export interface ServedPage extends AsyncDisposable {
  /** Another origin than the API's, as apps are. */
  readonly url: string;
}

/**
 * Bundles a script for browsers and serves a page that runs it.
 *
 * @param script - A file of this folder.
 * @param outputs - What the page finds at `/amplify_outputs.json`.
 */
export async function servePage(script: string, outputs: () => object = () => ({})): Promise<ServedPage> {
  const code = await bundled(script);
  const server = createServer((request, response) => {
    const [type, body] = {
      '/page.js': ['text/javascript', code],
      '/amplify_outputs.json': ['application/json', JSON.stringify(outputs())],
    }[request.url ?? ''] ?? [
      'text/html',
      '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>',
    ];
    response.setHeader('content-type', type ?? '');
    response.end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function bundled(script: string): Promise<string> {
  const bundle = await rolldown({
    input: join(import.meta.dirname, script),
    platform: 'browser',
    resolve: { conditionNames: ['browser', 'import', 'default'] },
    logLevel: 'silent',
  });
  const { output } = await bundle.generate({ format: 'esm' });
  await bundle.close();
  return output[0].code;
}
