import { spawn } from 'node:child_process';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../test-support/free-port.ts';
import { listenFor } from './loopback.ts';

async function occupiedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}
const accepts = ({ searchParams }: URL): boolean => searchParams.get('state') === 'mine';

async function listening(): Promise<{ url: string; port: number; answer: Promise<URL> }> {
  const port = await freePort();
  const url = `http://localhost:${port}/callback`;
  const { answer, close } = await listenFor(url, accepts, 60_000);
  onTestFinished(close);
  return { url, port, answer };
}

// As no browser's URL has it.
async function raw(port: number, line: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(`${line} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  return (await text(socket)).split('\r\n')[0] ?? '';
}

test('whatever else comes to the redirect address is refused and waited out', async () => {
  const { url, port, answer } = await listening();
  const lines = ['GET //', 'GET http://', 'GET /callback/..//x?state=mine', 'POST /callback?state=mine'];
  for (const line of lines) expect(await raw(port, line)).toMatch(/ 40[04] /);
  const other = await fetch(`${url}?code=theirs&state=theirs`);
  expect([other.status, await other.text()]).toEqual([400, expect.stringContaining('Begin it again')]);
  const [page] = await Promise.all([fetch(`${url}?code=ours&state=mine`), answer]);
  expect(page.status).toBe(200);
  expect((await answer).searchParams.get('code')).toBe('ours');
  expect(Object.fromEntries(page.headers)).toMatchObject({
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  });
});

test.each(['nonsense', 'https://localhost:8400/callback', 'http://example.com/callback', 'http://0.0.0.0/'])(
  'an address that cannot be listened at is named: %s',
  async (redirectUri) => {
    await expect(listenFor(redirectUri, accepts, 1)).rejects.toMatchObject({
      code: 'not-configured',
      message: expect.stringContaining(redirectUri) as string,
    });
  },
);

async function inProcess(options: object): Promise<unknown> {
  const script = join(import.meta.dirname, '../test-support/hosted-ui-process.ts');
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const server = 'http://127.0.0.1:1';
  child.stdin.end(JSON.stringify({ server, userPoolId: 'eu-west-1_AbC', clientId: 'c', ...options }));
  return JSON.parse(await text(child.stdout));
}

test('a browser that was closed ends the wait with one clear line, and the process', async () => {
  const redirectUri = `http://127.0.0.1:${await freePort()}/callback`;
  expect(await inProcess({ redirectUri, timeoutMs: 50 })).toEqual({
    code: 'sign-in-needed',
    message: `Nobody signed in in the browser within 0.05 s. Try again; if it shows an error, check that the app client has the callback URL ${redirectUri}.`,
  });
});

test('a port that is taken ends the process at once, not when the wait would', async () => {
  const redirectUri = `http://localhost:${await occupiedPort()}/callback`;
  expect(await inProcess({ redirectUri })).toEqual({
    code: 'not-configured',
    message: `Cannot listen at ${redirectUri} (EADDRINUSE). End what listens there, or register another redirect address.`,
  });
});
