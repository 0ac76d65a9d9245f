import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startLocal } from '@postern/local';
import { chromium } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { bundlePage } from './page-size.ts';

const { CHROMIUM_PATH } = process.env;
const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = CHROMIUM_PATH ?? places.find(existsSync);

test.skipIf(executablePath === undefined)(
  'the page that is measured does what it is measured for',
  async () => {
    const schema = await readFile(new URL('../../../../graphql/schema.graphql', import.meta.url), 'utf8');
    const local = await startLocal({ schema, users: [{ username: 'ann', groups: ['Admin'] }] });
    onTestFinished(() => local.close());
    local.seed('Item', [{ id: '1', name: 'one', status: 'PENDING' }]);
    const settings = {
      ...{ region: local.region, userPoolId: local.userPoolId, ...local.clients.public },
      ...{ username: 'ann', password: local.users[0]?.password, endpoint: local.graphqlEndpoint },
      cognito: local.cognitoEndpoint,
    };
    const files = new Map((await bundlePage('postern')).map(({ fileName, code }) => [`/${fileName}`, code]));
    const html = `<!doctype html><script>var settings = ${JSON.stringify(settings)}</script>
<script type="module">import { answer } from '/postern.js'; document.title = JSON.stringify(answer.data);</script>`;
    const server = createServer(({ url = '' }, response) => {
      const script = files.get(url);
      response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript');
      response.end(script ?? html);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
    const browser = await chromium.launch({ executablePath: executablePath ?? '', args });
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction('document.title !== ""');
    expect(JSON.parse(await page.title())).toMatchObject({ getItem: { id: '1', name: 'one' } });
  },
  60_000,
);
