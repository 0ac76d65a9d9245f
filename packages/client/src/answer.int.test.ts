import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { createClient } from './index.ts';
import { nodeTransport } from './node.ts';
import { item, unauthorized, update } from './test-support/answers.ts';
import { GetItem, UpdateItem } from './test-support/operations.ts';
import { startHttp } from './test-support/servers.ts';
import { stub } from './test-support/stub-client.ts';

const fetches: [string, typeof fetch][] = [
  ["the platform's fetch", globalThis.fetch],
  ["Node's transport", nodeTransport().fetch],
];

test.each(fetches)(
  'an answer whose body breaks off is no answer, and a query is repeated: %s',
  async (_, fetch) => {
    let count = 0;
    const { url } = await startHttp((_request, response) => {
      count += 1;
      const body = JSON.stringify(item.body);
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
      if (count > 1) return void response.end(body);
      response.write(body.slice(0, 10), () => response.destroy());
    });
    const client = createClient({ endpoint: url, headers: () => ({}), fetch });
    expect(await client.request(GetItem, { id: '1' })).toMatchObject({ ...item.body, attempts: 2 });
  },
);

test('the time of a call ends even where the headers source does not end', async () => {
  const { client, server } = await stub(() => item, { timeoutMs: 20, headers: () => new Promise(() => {}) });
  await expect(client.request(GetItem, { id: '1' })).rejects.toMatchObject({ code: 'timeout' });
  expect(server.received).toHaveLength(0);
});

test.each(fetches)(
  'what is aborted while headers are made is never sent, and says so: %s',
  async (_, fetch) => {
    const stop = new AbortController();
    const headers = () => (stop.abort(), {});
    const { client, server } = await stub(() => item, { fetch, headers });
    const call = client.request(UpdateItem, update, { signal: stop.signal });
    await expect(call).rejects.toMatchObject({ code: 'aborted', mayHaveArrived: false });
    expect(server.received).toHaveLength(0);
  },
);

test.each(fetches)(
  'a token that cannot be sent ends the call at once, and no error repeats it: %s',
  async (_, fetch) => {
    const headers = () => ({ authorization: 'my-secret\n token' });
    const { client, server } = await stub(() => item, { fetch, headers });
    const error = await client.request(GetItem, { id: '1' }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(TypeError);
    expect(inspect(error, { depth: 10 })).toContain('"authorization" holds a line break');
    expect(inspect(error, { depth: 10 })).not.toContain('my-secret');
    expect(server.received).toHaveLength(0);
  },
);

test.each([undefined, null, 'token', new Headers(), new Map()])(
  'a headers source that gives no plain object is told so, and no request is made: %s',
  async (given) => {
    const { client, server } = await stub(() => unauthorized, { headers: () => given as never });
    await expect(client.request(GetItem, { id: '1' })).rejects.toThrow(
      /^headers: the source gave \w+; expected/,
    );
    expect(server.received).toHaveLength(0);
  },
);
