import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { UserPoolOptions } from './index.ts';
import { startTestBackend, type TestBackend } from './test-support/test-backend.ts';

const { CHROMIUM_PATH } = process.env;
const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = CHROMIUM_PATH ?? places.find(existsSync);

declare function become(
  options: UserPoolOptions,
  newPassword?: string,
): Promise<{ username: string; token: string }>;
declare function fail(options: UserPoolOptions): Promise<{ code: string; message: string }>;

declare function keep(token: string): Promise<string | undefined>;

let backend: TestBackend;
let server: Server;
let browser: Browser;
let url: string;

async function bundled(): Promise<Map<string, string>> {
  const bundle = await rolldown({
    input: join(import.meta.dirname, 'test-support/browser-page.ts'),
    platform: 'browser',
    resolve: { conditionNames: ['browser', 'import', 'default'] },
  });
  const { output } = await bundle.generate({ format: 'esm', entryFileNames: 'page.js' });
  return new Map(output.flatMap((file) => (file.type === 'chunk' ? [[`/${file.fileName}`, file.code]] : [])));
}

describe.skipIf(executablePath === undefined)('in Chromium', () => {
  beforeAll(async () => {
    backend = await startTestBackend();
    const files = await bundled();
    server = createServer(({ url: path = '' }, response) => {
      const script = files.get(path);
      response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript');
      response.end(script ?? '<!doctype html><script type="module" src="/page.js"></script>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
    browser = await chromium.launch({ executablePath: executablePath!, args });
  });
  afterAll(async () => {
    await browser.close();
    server.close();
    await backend.close();
  });

  const optionsOf = (username: string): UserPoolOptions => {
    const { now: _, ...options } = backend.options(username);
    return options;
  };
  const open = async (context: Awaited<ReturnType<Browser['newContext']>>): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(url);
    await page.waitForFunction('typeof become === "function"');
    return page;
  };

  test('tabs that start at once sign in once, and the next page uses their session', async () => {
    const context = await browser.newContext();
    const tabs = await Promise.all([open(context), open(context), open(context)]);
    const requests: string[] = [];
    context.on('request', (request) => {
      const target = request.headers()['x-amz-target'];
      if (target !== undefined) requests.push(target);
    });
    const became = await Promise.all(
      tabs.map((tab) => tab.evaluate((user) => become(user), optionsOf('ann'))),
    );
    expect(new Set(became.map(({ token }) => token)).size).toBe(1);
    expect(became[0]?.username).toBe('ann');
    const later = await open(context);
    const { password: _, ...withoutPassword } = optionsOf('ann');
    expect((await later.evaluate((user) => become(user), withoutPassword)).username).toBe('ann');
    expect(requests.filter((target) => target.endsWith('.InitiateAuth'))).toHaveLength(1);
    await context.close();
  });

  test('errors are the same as elsewhere', async () => {
    const context = await browser.newContext();
    const page = await open(context);
    const wrong = { ...optionsOf('bob'), password: 'Wrong-Passw0rd' };
    expect(await page.evaluate((user) => fail(user), wrong)).toMatchObject({ code: 'wrong-password' });
    const nowhere = { ...optionsOf('bob'), endpoint: 'http://127.0.0.1:1' };
    const error = await page.evaluate((user) => fail(user), nowhere);
    expect(error).toMatchObject({
      code: 'network',
      message: expect.stringContaining('127.0.0.1:1') as string,
    });
    const administrator = { ...optionsOf('bob'), flow: 'ADMIN_USER_PASSWORD_AUTH' as const };
    expect(await page.evaluate((user) => fail(user), administrator)).toMatchObject({
      code: 'flow-not-enabled',
    });
    await context.close();
  });

  test('a page goes on keeping tokens after the site’s data were cleared under it', async () => {
    const context = await browser.newContext();
    const page = await open(context);
    const keepThere = (token: string) => page.evaluate((text) => keep(text), token);
    expect(await keepThere('first')).toBe('first');
    const session = await context.newCDPSession(page);
    const { origin } = new URL(url);
    await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
    expect(await keepThere('second')).toBe('second');
    await context.close();
  });

  test('what answers challenges is loaded when there is one', async () => {
    const context = await browser.newContext();
    const scripts: string[] = [];
    context.on('request', (request) => scripts.push(new URL(request.url()).pathname));
    const page = await open(context);
    await page.evaluate((user) => become(user), optionsOf('ann'));
    expect(scripts.filter((path) => path.includes('challenge'))).toEqual([]);
    const became = await page.evaluate((user) => become(user, 'Another-Passw0rd'), optionsOf('new'));
    expect(became).toMatchObject({ username: 'new' });
    expect(scripts.filter((path) => path.includes('challenge'))).toHaveLength(1);
    await context.close();
  });

  test('a page that is offline hears that, though it cannot load anything more', async () => {
    const context = await browser.newContext();
    const page = await open(context);
    await context.setOffline(true);
    expect(await page.evaluate((user) => fail(user), optionsOf('bob'))).toMatchObject({ code: 'network' });
    await context.setOffline(false);
    expect(await page.evaluate((user) => become(user), optionsOf('bob'))).toMatchObject({ username: 'bob' });
    await context.close();
  });
});
