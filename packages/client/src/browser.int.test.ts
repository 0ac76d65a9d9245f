import { join } from 'node:path';
import { startLocal } from '@postern/local';
import { chromium } from 'playwright-core';
import { rolldown } from 'rolldown';
import { expect, onTestFinished, test } from 'vitest';
import { findChromium } from './test-support/find-chromium.ts';
import { startHttp } from './test-support/servers.ts';

const schema =
  'type Item @model @auth(rules: [{ allow: public, provider: apiKey }]) { id: ID! name: String }';

async function bundled(): Promise<string> {
  const bundle = await rolldown({
    input: join(import.meta.dirname, 'test-support/browser-page.ts'),
    platform: 'browser',
    resolve: { conditionNames: ['browser', 'import', 'default'] },
    logLevel: 'silent',
  });
  const { output } = await bundle.generate({ format: 'esm' });
  await bundle.close();
  return output[0].code;
}

test('nothing of Node is in what a page loads', async () => {
  const code = await bundled();
  expect(code).not.toMatch(/from "node:|require\("|undici|opentelemetry/);
});

const executablePath = findChromium();
test.skipIf(!executablePath)(
  'a page calls, pages and subscribes, and is told of a lost connection',
  async () => {
    const local = await startLocal({ schema });
    onTestFinished(() => local.close());
    const code = await bundled();
    const pages = await startHttp((request, response) => {
      const isScript = request.url?.endsWith('.js') ?? false;
      response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
      response.end(isScript ? code : '<!doctype html><script type="module" src="/page.js"></script>');
    });
    const browser = await chromium.launch({
      ...(executablePath ? { executablePath } : {}),
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    });
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    await page.exposeFunction('breakConnections', () => local.faults.disconnect());
    await page.goto(pages.url);
    await page.waitForFunction('typeof run === "function"');
    const setting = JSON.stringify({ endpoint: local.graphqlEndpoint, apiKey: local.apiKey });
    const said = await page.evaluate(`run(${setting}, () => breakConnections())`);
    expect(said).toEqual(['one', 'reconnect', 'two', ['one', 'two']]);
  },
);
