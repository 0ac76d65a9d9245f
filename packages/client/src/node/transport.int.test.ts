import { once } from 'node:events';
import { inspect } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { createClient } from '../index.ts';
import { nodeTransport, type NodeTransportOptions } from '../node.ts';
import { GetItem, UpdateItem } from '../test-support/operations.ts';
import { stub } from '../test-support/stub-client.ts';
import { startHttp, startHttp2, startHttps, startProxy, startRaw } from '../test-support/servers.ts';

function open(options: NodeTransportOptions = {}) {
  const transport = nodeTransport(options);
  onTestFinished(() => transport.close());
  return transport;
}
const hello = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"data"';

test('calls one after another share sockets', async () => {
  const server = await startHttp((_, response) => void response.end('{}'));
  const { fetch } = open();
  for (let index = 0; index < 10; index += 1) await fetch(server.url, hello);
  // Two rather than one: undici lets a socket rest for a turn of the event loop before it is used again.
  expect(server.connections()).toBeLessThanOrEqual(2);
});

test('an idle socket is closed when its time is over', async () => {
  // With its own `connection`, the server does not say how long it keeps a socket; by itself it would for 5 s.
  const server = await startHttp((_, response) => {
    response.setHeader('connection', 'keep-alive').end('{}');
  });
  await open().fetch(server.url, hello);
  await open({ keepAliveMs: 1 }).fetch(server.url, hello);
  expect(server.connections()).toBe(2);
  await expect.poll(() => server.open(), { timeout: 4_000 }).toBe(1);
});

test('takes what is undefined for what is left out, and no number that is none', () => {
  open({ headersTimeoutMs: undefined } as unknown as NodeTransportOptions);
  const wrong = 'bodyTimeoutMs: 1.5 is no whole number above zero.';
  expect(() => nodeTransport({ bodyTimeoutMs: 1.5 })).toThrow(new TypeError(wrong));
});

test('opens no more sockets than it may', async () => {
  const server = await startHttp((_, response) => void response.end('{}'));
  const { fetch } = open({ connections: 2 });
  const answers = await Promise.all(Array.from({ length: 20 }, () => fetch(server.url, hello)));
  expect(answers.every(({ ok }) => ok)).toBe(true);
  expect(server.connections()).toBe(2);
});

test('a body of several pieces and of any script arrives as it was sent', async () => {
  const text = JSON.stringify('Zürich 東京 '.repeat(50_000));
  const server = await startHttp((_, response) => {
    const bytes = Buffer.from(text);
    // Cut within a character of several bytes.
    response.write(bytes.subarray(0, 3));
    setImmediate(() => response.end(bytes.subarray(3)));
  });
  expect(await (await open().fetch(server.url, hello)).text()).toBe(text);
});

test('its response is a whole one: headers, cookies, clone and stream', async () => {
  const server = await startHttp((_, response) => {
    response.setHeader('set-cookie', ['a=1', 'b=2']).setHeader('x-one', '1').writeHead(201).end('{"a":1}');
  });
  const response = await open().fetch(server.url, hello);
  expect([response.status, response.ok, response.url]).toEqual([201, true, server.url]);
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  const copy = response.clone();
  expect(await copy.json()).toEqual({ a: 1 });
  expect(await new Response(response.body).text()).toBe('{"a":1}');
  expect(response.bodyUsed).toBe(true);
});

test('ends at once when aborted while it waits for a socket, and never sends it', async () => {
  let received = 0;
  const server = await startHttp(() => void (received += 1));
  const { fetch } = open({ connections: 1 });
  const first = new AbortController();
  const second = new AbortController();
  const held = fetch(server.url, { ...hello, signal: first.signal });
  const waiting = fetch(server.url, { ...hello, signal: second.signal });
  second.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  await expect.poll(() => received).toBe(1);
  first.abort(new Error('and this'));
  await expect(held).rejects.toThrow('and this');
  expect(received).toBe(1);
});

test('an aborted or timed-out request gives its socket to the next', async () => {
  let received = 0;
  const server = await startHttp((_, response) => {
    received += 1;
    if (received > 2) response.end('free');
  });
  const { fetch } = open({ connections: 1 });
  const stop = new AbortController();
  const aborted = fetch(server.url, { ...hello, signal: stop.signal });
  await expect.poll(() => received).toBe(1);
  stop.abort(new Error('enough'));
  await expect(aborted).rejects.toThrow('enough');
  const late = fetch(server.url, { ...hello, signal: AbortSignal.timeout(50) });
  await expect(late).rejects.toThrow();
  expect(received).toBe(2);
  expect(await (await fetch(server.url, hello)).text()).toBe('free');
});

test('a call that never got a socket was never sent: even a mutation is repeated', async () => {
  let received = 0;
  const server = await startHttp((_, response) => {
    received += 1;
    if (received > 1)
      response.setHeader('content-type', 'application/json').end('{"data":{"updateItem":null}}');
  });
  const { fetch } = open({ connections: 1 });
  const holder = new AbortController();
  const held = expect(fetch(server.url, { ...hello, signal: holder.signal })).rejects.toThrow();
  await expect.poll(() => received).toBe(1);
  const client = createClient({
    endpoint: server.url,
    headers: () => ({}),
    fetch,
    attemptTimeoutMs: 500,
    random: () => 0,
    onAttempt: ({ error }) => error === 'timeout' && holder.abort(),
  });
  expect(await client.request(UpdateItem, { input: { id: '1' } })).toMatchObject({ attempts: 2 });
  await held;
  const silent = await startRaw('');
  const other = createClient({ endpoint: silent.url, headers: () => ({}), fetch: open().fetch });
  const aborted = other.request(UpdateItem, { input: { id: '1' } }, { signal: AbortSignal.abort() });
  await expect(aborted).rejects.toMatchObject({ code: 'aborted', mayHaveArrived: false });
});

test.each([
  ['headers', '', { headersTimeoutMs: 20 }, 'UND_ERR_HEADERS_TIMEOUT'],
  ['the rest of the body', head, { bodyTimeoutMs: 20 }, 'UND_ERR_BODY_TIMEOUT'],
])('gives up on %s that do not come', async (_, bytes, limits, code) => {
  const { url } = await startRaw(bytes);
  const { fetch } = open(limits);
  const client = createClient({ endpoint: url, headers: () => ({}), fetch, retry: { maxAttempts: 1 } });
  await expect(client.request(GetItem, { id: '1' })).rejects.toMatchObject({
    code: 'timeout',
    cause: { code },
  });
});

test('a connection that is never made is told apart: the request cannot have arrived', async () => {
  // TLS that never answers: TCP connects, the handshake hangs.
  const { url } = await startRaw('');
  const { fetch } = open({ connectTimeoutMs: 20 });
  const endpoint = url.replace('http:', 'https:');
  const client = createClient({ endpoint, headers: () => ({}), fetch, retry: { maxAttempts: 1 } });
  await expect(client.request(GetItem, { id: '1' })).rejects.toMatchObject({
    code: 'network',
    mayHaveArrived: false,
  });
});

test('refuses an answer that is larger than allowed', async () => {
  const server = await startHttp((_, response) => void response.end('x'.repeat(5_000)));
  await expect(open({ maxResponseBytes: 1_000 }).fetch(server.url, hello)).rejects.toMatchObject({
    code: 'UND_ERR_RES_EXCEEDED_MAX_SIZE',
  });
});

test('trusts a certificate authority of your own, and no stranger', async () => {
  const server = await startHttps((_, response) => void response.end('{"tls":true}'));
  await expect(open().fetch(server.url, hello)).rejects.toMatchObject({
    code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
  });
  expect(await (await open({ ca: server.ca }).fetch(server.url, hello)).json()).toEqual({ tls: true });
});

test('goes through a proxy: a tunnel for https, the request itself for http', async () => {
  const proxy = await startProxy();
  const secure = await startHttps((_, response) => void response.end('{"tls":true}'));
  const { fetch } = open({ proxy: proxy.url, ca: secure.ca });
  expect(await (await fetch(secure.url, hello)).json()).toEqual({ tls: true });
  expect(await (await fetch('http://api.invalid/graphql', hello)).json()).toEqual({ through: 'proxy' });
  expect(proxy.seen).toEqual([`CONNECT ${new URL(secure.url).host}`, 'POST http://api.invalid/graphql']);
});

test('shows a proxy the credentials in its URL, and no error repeats them', async () => {
  const proxy = await startProxy('ann:open sesame');
  const secure = await startHttps((_, response) => void response.end('{"tls":true}'));
  const as = (credentials: string) => proxy.url.replace('//', `//${credentials}@`);
  const { fetch } = open({ proxy: as('ann:open%20sesame'), ca: secure.ca });
  expect(await (await fetch(secure.url, hello)).json()).toEqual({ tls: true });
  const refused = createClient({
    endpoint: secure.url,
    headers: () => ({}),
    fetch: open({ proxy: as('ann:wrong-word'), ca: secure.ca }).fetch,
    retry: { maxAttempts: 1 },
  });
  const error: unknown = await refused
    .request(UpdateItem, { input: { id: '1' } })
    .catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: 'network', mayHaveArrived: false });
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('wrong-word');
});

test('an untrusted certificate is named with what to do, and not asked again', async () => {
  const server = await startHttps((_, response) => void response.end('{}'));
  const { host } = new URL(server.url);
  const client = createClient({ endpoint: server.url, headers: () => ({}), fetch: open().fetch });
  await expect(client.request(GetItem, { id: '1' })).rejects.toMatchObject({
    message: `GetItem: the certificate of ${host} is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT); give the transport its authority as \`ca\`, or Node in NODE_EXTRA_CA_CERTS.`,
    permanent: true,
    mayHaveArrived: false,
    attempts: 1,
  });
});

test('shares one connection where HTTP/2 is asked for', async () => {
  const server = await startHttp2('{"two":true}');
  const { fetch } = open({ http2: true, ca: server.ca });
  const answers = await Promise.all(Array.from({ length: 10 }, () => fetch(server.url, hello)));
  expect(await answers[9]?.json()).toEqual({ two: true });
  expect(server.connections()).toBe(1);
});

test('reaches directly what is named in noProxy', async () => {
  const proxy = await startProxy();
  const server = await startHttp((_, response) => void response.end('{"direct":true}'));
  const { fetch } = open({ proxy: { httpProxy: proxy.url, noProxy: '127.0.0.1' } });
  expect(await (await fetch(server.url, hello)).json()).toEqual({ direct: true });
  expect(proxy.seen).toEqual([]);
});

test('close ends what is under way, and what is called afterwards fails at once', async () => {
  const { fetch, close } = nodeTransport();
  const { client, server } = await stub(() => 'silence', { fetch });
  const underWay = client.request(GetItem, { id: '1' });
  await expect.poll(() => server.received.length).toBe(1);
  await Promise.all([
    close(),
    expect(underWay).rejects.toMatchObject({ code: 'network', attempts: 1, mayHaveArrived: true }),
  ]);
  await expect(client.request(GetItem, { id: '1' })).rejects.toMatchObject({
    code: 'network',
    attempts: 1,
    mayHaveArrived: false,
    permanent: true,
    message: 'GetItem: not answered, because the transport was closed.',
  });
});

test('after close, a call fails and says so', async () => {
  const server = await startHttp((_, response) => void response.end('{}'));
  const transport = nodeTransport();
  await transport.close();
  await expect(transport.fetch(server.url, hello)).rejects.toMatchObject({ code: 'UND_ERR_DESTROYED' });
});

test('an idle pool does not keep the process alive', async () => {
  const { spawn } = await import('node:child_process');
  const server = await startHttp((_, response) => void response.end('{}'));
  const script = `import { nodeTransport } from './node.ts';
    await (await nodeTransport().fetch('${server.url}', { method: 'POST', body: '{}' })).text();`;
  const cwd = new URL('..', import.meta.url);
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], { cwd });
  expect(await once(child, 'exit')).toEqual([0, null]);
});
