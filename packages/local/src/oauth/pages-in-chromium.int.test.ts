import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workspaceSchema as schema } from '../appsync/test-support/test-api.ts';
import { findChromium } from '../clients/test-support/find-chromium.ts';
import { startLocal, type TestBackend } from '../test-kit.ts';

const executablePath = findChromium();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(!executablePath)('the sign-in pages in Chromium', () => {
  let local: TestBackend;
  let browser: Browser;
  let query: URLSearchParams;
  let callback: string;
  const program = createServer((_, response) => void response.end('back'));
  beforeAll(async () => {
    await once(program.listen(0, '127.0.0.1'), 'listening');
    callback = `http://127.0.0.1:${(program.address() as AddressInfo).port}/callback`;
    local = await startLocal({ schema, callbackUrls: [callback] });
    const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
    browser = await chromium.launch({ executablePath: executablePath ?? '', args });
    const client_id = local.clients.public.clientId;
    query = new URLSearchParams({ response_type: 'code', client_id, redirect_uri: callback });
  });
  afterAll(async () => {
    await browser.close();
    await local.close();
    program.close();
  });

  test.each(['light', 'dark'] as const)('have nothing that axe finds wrong, %s', async (colorScheme) => {
    const context = await browser.newContext({ colorScheme, bypassCSP: true });
    const page = await context.newPage();
    for (const path of ['/login', '/signup', '/forgotPassword', '/login?client_id=x']) {
      await page.goto(`${local.url}${path}${path.includes('?') ? '' : `?${query}`}`);
      if (path === '/login') {
        await page.getByLabel('Username').fill('nobody');
        await page.getByLabel('Password').fill('wrong');
        await page.getByRole('button', { name: 'Sign in' }).click();
        await page.getByRole('alert').waitFor();
      }
      await page.evaluate(axe);
      const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
      expect([path, violations.map(({ id, help }) => `${id}: ${help}`)]).toEqual([path, []]);
    }
    await context.close();
  });

  test('sign somebody up by the keyboard alone, and remember the browser', async () => {
    const { password } = await local.asUser();
    const page = await browser.newPage();
    await page.goto(`${local.url}/oauth2/authorize?${query}`);
    await page.getByRole('link', { name: 'Create an account' }).click();
    await page.getByRole('heading', { name: 'Create an account' }).waitFor();
    await page.locator('input:focus').waitFor();
    for (const text of ['zoe', 'zoe@example.com', password]) {
      await page.keyboard.type(text);
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Confirm your account' }).waitFor();
    await page.locator('input:focus').waitFor();
    await page.keyboard.type(local.messages.at(-1)?.code ?? '');
    await page.keyboard.press('Enter');
    await page.getByRole('status').waitFor();
    await page.getByLabel('Username').fill('zoe');
    await page.getByLabel('Password').fill(password);
    await page.keyboard.press('Enter');
    await page.waitForURL(`${callback}**`);
    await page.goto(`${local.url}/oauth2/authorize?${query}&state=again`);
    expect(page.url()).toMatch(/\/callback\?code=.+&state=again$/);
    await page.close();
  });
});
