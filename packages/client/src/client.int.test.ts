import { expect, test } from 'vitest';
import { countAttempts } from './index.ts';
import { GetItem, ListItems, OnUpdateItem, UpdateItem } from './test-support/operations.ts';
import {
  conditionFailed,
  deniedName,
  item,
  throttled,
  unauthorized,
  update,
} from './test-support/answers.ts';
import type { Answer } from './test-support/stub-server.ts';
import { stub } from './test-support/stub-client.ts';

test('returns typed data with request id and tokens consumed', async () => {
  const { client, server } = await stub(() => ({
    headers: { 'x-amzn-requestid': 'r-1', 'x-amzn-appsync-tokensconsumed': '2' },
    ...item,
  }));
  const result = await client.request(GetItem, { id: '1' });
  expect(result).toEqual({ ...item.body, denied: [], attempts: 1, requestId: 'r-1', tokensConsumed: 2 });
  expect(server.received[0]?.body).toEqual({ query: GetItem.text, variables: { id: '1' } });
});

test('tokens consumed that are no number are none', async () => {
  const { counts, onAttempt } = countAttempts();
  const headers = { 'x-amzn-appsync-tokensconsumed': 'some' };
  const { client } = await stub(() => ({ headers, ...item }), { onAttempt });
  expect((await client.request(GetItem, { id: '1' })).tokensConsumed).toBeUndefined();
  expect(counts.tokensConsumed).toBe(0);
});

test('asks for headers again on every attempt, with the bytes that are sent', async () => {
  const bodies: string[] = [];
  const { client, server } = await stub((_, count) => (count === 1 ? throttled : item), {
    headers: ({ body, attempt }) => {
      bodies.push(body);
      return { authorization: `token-${attempt}` };
    },
  });
  expect((await client.request(GetItem, { id: '1' })).attempts).toBe(2);
  expect(server.received.map(({ headers }) => headers.authorization)).toEqual(['token-1', 'token-2']);
  expect(server.received.map(({ text }) => text)).toEqual(bodies);
});

test('asks once for a fresh token when the request is refused, then gives up', async () => {
  const { client, server } = await stub(() => unauthorized);
  await expect(client.request(GetItem, { id: '1' })).rejects.toMatchObject({
    code: 'unauthorized',
    attempts: 2,
  });
  expect(server.received.map(({ headers }) => headers.authorization)).toEqual(['token-1', 'fresh-2']);
});

test('repeats a query after a broken connection', async () => {
  const { client } = await stub((_, count) => (count === 1 ? 'reset' : item));
  expect((await client.request(GetItem, { id: '1' })).attempts).toBe(2);
});

test('does not repeat a mutation that may have been executed', async () => {
  const { client, server } = await stub(() => 'reset');
  await expect(client.request(UpdateItem, update)).rejects.toMatchObject({
    code: 'network',
    mayHaveArrived: true,
  });
  expect(server.received).toHaveLength(1);
});

test('repeats a mutation that its caller calls repeatable', async () => {
  const { client } = await stub((_, count) =>
    count === 1 ? 'reset' : { body: { data: { updateItem: { id: '1' } } } },
  );
  expect((await client.request(UpdateItem, update, { repeatable: true })).attempts).toBe(2);
});

test('repeats a throttled mutation, which was not executed', async () => {
  const { client } = await stub((_, count) =>
    count < 3 ? throttled : { body: { data: { updateItem: { id: '1' } } } },
  );
  expect((await client.request(UpdateItem, update)).attempts).toBe(3);
});

test('does not repeat a mutation whose resolver was throttled, when others may have been executed', async () => {
  const errors = [{ errorType: 'ThrottlingException', message: 'slow', path: ['updateItem'] }];
  const { client, server } = await stub(() => ({ body: { data: null, errors } }));
  const failed = { code: 'graphql', passing: true };
  await expect(client.request(UpdateItem, update)).rejects.toMatchObject(failed);
  expect(server.received).toHaveLength(1);
});

test('says how a subscription is read', async () => {
  const { client, server } = await stub(() => item);
  const message = 'OnUpdateItem is a subscription: read it with `subscribe`.';
  await expect(client.request(OnUpdateItem, {})).rejects.toThrow(new TypeError(message));
  expect(server.received).toHaveLength(0);
});

test('says which host cannot be reached', async () => {
  const { client, server } = await stub(() => item, { retry: { maxAttempts: 1 } });
  await server.close();
  await expect(client.request(GetItem, { id: '1' })).rejects.toMatchObject({
    code: 'network',
    mayHaveArrived: false,
    message: `GetItem: cannot reach ${new URL(server.endpoint).host} (ECONNREFUSED).`,
  });
});

test.each([
  ['throttled', { ...throttled, headers: { 'retry-after': '60' } }],
  ['http-status', { status: 503, body: 'busy', headers: { 'retry-after': '60' } }],
  // The other way to say it, which is in whole seconds: at least 59 of them.
  [
    'http-status',
    { status: 503, body: 'busy', headers: { 'retry-after': new Date(Date.now() + 600_000).toUTCString() } },
  ],
])('ends with what went wrong when the server wants more time than there is: %s', async (code, wait) => {
  const { client } = await stub(() => wait, { timeoutMs: 5_000 });
  const error: unknown = await client.request(GetItem, { id: '1' }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code, attempts: 1 });
  expect((error as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(59_000);
});

test('repeats a query that met a busy table', async () => {
  const errors = [
    { path: ['getItem'], errorType: 'DynamoDB:ProvisionedThroughputExceededException', message: 'slow down' },
  ];
  const { client } = await stub((_, count) =>
    count === 1 ? { body: { data: { getItem: null }, errors } } : item,
  );
  expect((await client.request(GetItem, { id: '1' })).attempts).toBe(2);
});

test('gives up when the whole call takes too long, whatever is left of the attempt', async () => {
  const { client } = await stub(() => 'silence', { timeoutMs: 30 });
  await expect(client.request(GetItem, { id: '1' })).rejects.toMatchObject({
    code: 'timeout',
    message: 'GetItem: gave up after 30 ms.',
  });
});

test("tells the caller's own time limit from the client's", async () => {
  const { client } = await stub(() => 'silence');
  const outcome = client.request(GetItem, { id: '1' }, { signal: AbortSignal.timeout(30) });
  await expect(outcome).rejects.toMatchObject({ code: 'aborted' });
});

test('gives up on a silent server', async () => {
  const { client } = await stub(() => 'silence', { attemptTimeoutMs: 30, retry: { maxAttempts: 2 } });
  await expect(client.request(GetItem, { id: '1' })).rejects.toMatchObject({ code: 'timeout', attempts: 2 });
});

test("ends when the caller's signal aborts", async () => {
  const controller = new AbortController();
  const { client } = await stub(() => {
    controller.abort();
    return 'silence';
  });
  const outcome = client.request(GetItem, { id: '1' }, { signal: controller.signal });
  await expect(outcome).rejects.toMatchObject({ code: 'aborted' });
});

test('tells a denied field from a null', async () => {
  const { client } = await stub(() => ({
    body: { data: { getItem: { id: '1', name: null } }, errors: [deniedName] },
  }));
  const { data, denied } = await client.request(GetItem, { id: '1' });
  expect(data.getItem).toEqual({ id: '1', name: null });
  expect(denied).toEqual([
    {
      path: ['getItem', 'name'],
      message: deniedName.message,
      rule: { type: 'Item', field: 'name' },
    },
  ]);
});

test('throws for a denied field in strict mode, and keeps the data', async () => {
  const data = { getItem: { id: '1', name: null } };
  const { client } = await stub(() => ({ body: { data, errors: [deniedName] } }), { strict: true });
  await expect(client.request(GetItem, { id: '1' })).rejects.toMatchObject({ code: 'denied', data });
});

test('throws when nothing but the denied root field was asked for', async () => {
  const error = {
    ...deniedName,
    path: ['updateItem'],
    message: 'Not Authorized to access updateItem on type Mutation',
  };
  const { client } = await stub(() => ({ body: { data: { updateItem: null }, errors: [error] } }));
  await expect(client.request(UpdateItem, update)).rejects.toMatchObject({ code: 'denied' });
});

test('keeps partial data in a GraphQL error', async () => {
  const data = { getItem: { id: '1', name: null } };
  const errors = [{ path: ['getItem', 'name'], errorType: 'Lambda:Unhandled', message: 'boom' }];
  const { client } = await stub(() => ({ body: { data, errors } }));
  await expect(client.request(GetItem, { id: '1' })).rejects.toMatchObject({ code: 'graphql', data, errors });
});

test('tells a failed condition apart', async () => {
  const errors = [{ path: ['updateItem'], ...conditionFailed }];
  const { client } = await stub(() => ({ body: { data: { updateItem: null }, errors } }));
  await expect(client.request(UpdateItem, update)).rejects.toMatchObject({ code: 'condition-failed' });
});

test('a failed condition hides neither what other root fields gave nor what was refused of it', async () => {
  const rootFields = ['a', 'b'].map((responseKey) => ({
    field: 'updateItem',
    responseKey,
    connection: false,
  }));
  const data = { a: { id: '1', name: null }, b: null };
  const { client } = await stub(() => ({
    body: {
      data,
      errors: [
        { ...conditionFailed, path: ['b'] },
        { ...deniedName, path: ['a', 'name'] },
      ],
    },
  }));
  await expect(client.request({ ...UpdateItem, rootFields }, update)).rejects.toMatchObject({
    code: 'condition-failed',
    data,
    errors: [{ ...conditionFailed, path: ['b'] }],
    denied: [{ path: ['a', 'name'], rule: { type: 'Item', field: 'name' } }],
  });
});

test('a GraphQL error keeps the refused fields apart from those that failed', async () => {
  const failed = { path: ['getItem', 'id'], message: 'boom' };
  const data = { getItem: { id: null, name: null } };
  const { client } = await stub(() => ({ body: { data, errors: [deniedName, failed] } }));
  await expect(client.request(GetItem, { id: '1' })).rejects.toMatchObject({
    code: 'graphql',
    data,
    denied: [{ path: ['getItem', 'name'], rule: { type: 'Item', field: 'name' } }],
    errors: [failed],
  });
});

test('a refused field that may not be null, and so leaves no data, is a denied call', async () => {
  const { client } = await stub(() => ({ body: { data: null, errors: [deniedName] } }));
  await expect(client.request(GetItem, { id: '1' })).rejects.toMatchObject({
    code: 'denied',
    denied: [{ path: ['getItem', 'name'] }],
  });
});

test('null for data, without a word why, is no answer', async () => {
  const { client } = await stub(() => ({ body: { data: null } }));
  await expect(client.request(GetItem, { id: '1' })).rejects.toMatchObject({ code: 'http-status' });
});

test('reports an answer that is no GraphQL response by its status', async () => {
  const answer = { status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>Bad gateway</h1>' };
  const { client } = await stub(() => answer, { retry: { maxAttempts: 1 } });
  await expect(client.request(GetItem, { id: '1' })).rejects.toMatchObject({
    code: 'http-status',
    status: 502,
  });
});

test('no error holds a token or a variable', async () => {
  const { client } = await stub(() => ({ status: 400, body: { errors: [{ message: 'bad' }] } }));
  const error = await client
    .request(UpdateItem, { input: { id: '1', name: 'my-secret' } })
    .catch((caught: unknown) => caught);
  const { inspect } = await import('node:util');
  expect(inspect(error, { depth: 10 })).not.toMatch(/my-secret|token-1/);
});

test('reads page after page, through empty ones, and resumes from a token', async () => {
  const pages: Record<string, Answer> = {
    start: { body: { data: { listItems: { items: [{ id: '1', name: null }, null], nextToken: 'p2' } } } },
    p2: { body: { data: { listItems: { items: [], nextToken: 'p3' } } } },
    p3: { body: { data: { listItems: { items: [{ id: '3', name: null }], nextToken: null } } } },
  };
  const { client } = await stub(({ body }) => pages[String(body.variables.nextToken ?? 'start')] ?? 'reset');
  const ids = async (from: string | null): Promise<string[]> =>
    (await Array.fromAsync(client.pages(ListItems, {}, { nextToken: from }))).map(({ id }) => id);
  expect(await ids(null)).toEqual(['1', '3']);
  expect(await ids('p3')).toEqual(['3']);
});

test('sets the size of a page', async () => {
  const { client, server } = await stub(() => ({
    body: { data: { listItems: { items: [], nextToken: null } } },
  }));
  await Array.fromAsync(client.pages(ListItems, {}, { pageSize: 500 }));
  expect(server.received[0]?.body.variables).toEqual({ limit: 500, nextToken: null });
});

test('tells denied fields of a page apart from nulls, and throws for them unless told not to', async () => {
  const listItems = { items: [null, { id: '1', name: null }, { id: '2', name: null }], nextToken: null };
  const errors = [{ ...deniedName, path: ['listItems', 'items', 2, 'name'] }];
  const { client } = await stub(() => ({ body: { data: { listItems }, errors } }));
  const [page] = await Array.fromAsync(client.pages(ListItems, {}, { strict: false }).byPage());
  expect(page?.denied.map(({ path }) => path)).toEqual([[1, 'name']]);
  await expect(Array.fromAsync(client.pages(ListItems, {}))).rejects.toMatchObject({ code: 'denied' });
});

test('refuses to page an operation that has no connection', async () => {
  const { client } = await stub(() => item);
  expect(() => client.pages(GetItem, { id: '1' })).toThrow('GetItem has no connection');
});

test('tells its observer of every attempt', async () => {
  const seen: unknown[] = [];
  const { client } = await stub((_, count) => (count === 1 ? throttled : item), {
    onAttempt: ({ operationName, attempt, status, error }) =>
      seen.push([operationName, attempt, status, error]),
  });
  await client.request(GetItem, { id: '1' });
  expect(seen).toEqual([
    ['GetItem', 1, 429, 'throttled'],
    ['GetItem', 2, 200, undefined],
  ]);
});

test('counts what its calls came to', async () => {
  const { counts, onAttempt } = countAttempts();
  const { client } = await stub(
    (_, count) => (count === 1 ? throttled : { ...item, headers: { 'x-amzn-appsync-tokensconsumed': '3' } }),
    { onAttempt },
  );
  await client.request(GetItem, { id: '1' });
  expect(counts).toEqual({ requests: 2, retries: 1, throttled: 1, failed: 1, tokensConsumed: 3 });
});
