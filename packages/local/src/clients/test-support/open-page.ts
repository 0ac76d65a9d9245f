import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import tls from 'node:tls';
import { chromium, type Page } from 'playwright-core';
import type { TestApi } from '../../appsync/test-support/test-api.ts';

/** A page in Chromium, gone at the end of the scope. */
export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
}

/** Opens a page in a Chromium that trusts the backend's certificate and no other, as one that knows its authority. */
export async function openPage(api: TestApi, executablePath: string, url: string): Promise<OpenPage> {
  const browser = await chromium.launch({
    executablePath,
    args: [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
      `--ignore-certificate-errors-spki-list=${await certificateKey(api)}`,
    ],
  });
  const page = await browser.newPage();
  await page.goto(url);
  return { page, [Symbol.asyncDispose]: () => browser.close() };
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
