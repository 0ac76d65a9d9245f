import { once } from 'node:events';
import { createHash, X509Certificate } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import tls from 'node:tls';
import { chromium, type Page } from 'playwright-core';
import { rolldown } from 'rolldown';
import type { TestApi } from '../../appsync/test-support/test-api.ts';

/** A page in Chromium, gone at the end of the scope. */
export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
}

/**
 * Bundles a script, serves it from another origin than the API's, as apps are, and opens it in Chromium.
 *
 * @param script - A file of this folder.
 */
export async function openPage(api: TestApi, executablePath: string, script: string): Promise<OpenPage> {
  const [code, key] = await Promise.all([bundled(script), certificateKey(api)]);
  const server = createServer((request, response) => {
    const isScript = request.url?.endsWith('.js') ?? false;
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? code : '<!doctype html><script type="module" src="/page.js"></script>');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const browser = await chromium.launch({
    executablePath,
    args: [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
      // Trusts the backend's certificate and no other, as a browser does that knows its authority.
      `--ignore-certificate-errors-spki-list=${key}`,
    ],
  });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return {
    page,
    [Symbol.asyncDispose]: async () => {
      await browser.close();
      server.close();
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

// The hash of the public key in the certificate that the server shows.
async function certificateKey({ local }: TestApi): Promise<string> {
  const socket = tls.connect({
    host: '127.0.0.1',
    port: Number(new URL(local.url).port),
    ca: await local.certificateAuthority(),
  });
  await once(socket, 'secureConnect');
  const { raw } = socket.getPeerCertificate();
  socket.destroy();
  const key = new X509Certificate(raw).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(key).digest('base64');
}
