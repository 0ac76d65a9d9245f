import { expect, onTestFinished, test } from 'vitest';
import { createClient, type ClientOptions, type Subscription, type SubscriptionEvent } from '../index.ts';
import { nodeTransport } from '../node.ts';
import { GetItem, OnCreateItem, OnUpdateItem } from '../test-support/operations.ts';
import { startRealtime, type RealtimeRules } from '../test-support/realtime-server.ts';

async function connect(rules: RealtimeRules = {}, options: Partial<ClientOptions> = {}) {
  const server = await startRealtime(rules);
  let tokens = 0;
  const client = createClient({
    endpoint: server.endpoint,
    headers: ({ rejected }) => ({ authorization: `${rejected ? 'fresh' : 'token'}-${(tokens += 1)}` }),
    random: () => 0,
    ...options,
  });
  const reading = <Result>(subscription: Subscription<Result>) => {
    onTestFinished(() => subscription.close());
    const iterator = subscription[Symbol.asyncIterator]();
    return {
      subscription,
      next: async (): Promise<SubscriptionEvent<Result> | undefined> => (await iterator.next()).value,
      leave: () => iterator.return?.(),
    };
  };
  return { server, client, reading };
}
const published = (id: string) => ({ data: { onUpdateItem: { id, name: null } } });
const event = (id: string) => ({ type: 'data', ...published(id), denied: [], errors: [] });

test('yields what is published, with the headers and the document that AppSync wants', async () => {
  const { server, client, reading } = await connect();
  const { subscription, next } = reading(client.subscribe(OnUpdateItem, { filter: { a: 1 } }));
  await subscription.ready;
  server.publish(published('1'));
  expect(await next()).toEqual(event('1'));
  const { host } = new URL(server.endpoint);
  expect(server.connects).toEqual([{ Authorization: 'token-1', host }]);
  expect(server.starts[0]).toMatchObject({
    query: OnUpdateItem.text,
    variables: { filter: { a: 1 } },
    authorization: { Authorization: 'token-2', host },
  });
});

test('all subscriptions share one socket, which is closed with the last', async () => {
  const { server, client, reading } = await connect();
  const first = reading(client.subscribe(OnUpdateItem));
  const second = reading(client.subscribe(OnCreateItem));
  await Promise.all([first.subscription.ready, second.subscription.ready]);
  expect(server.sockets()).toBe(1);
  first.subscription.close();
  await expect.poll(() => server.stopped).toEqual([server.starts[0]?.id]);
  expect(server.sockets()).toBe(1);
  second.subscription.close();
  await expect.poll(() => server.sockets()).toBe(0);
  // And a later one opens another.
  await reading(client.subscribe(OnUpdateItem)).subscription.ready;
  expect(server.connects).toHaveLength(2);
});

test('leaving the loop ends the subscription', async () => {
  const { server, client } = await connect();
  const subscription = client.subscribe(OnUpdateItem);
  await subscription.ready;
  server.publish(published('1'));
  for await (const one of subscription) {
    expect(one).toEqual(event('1'));
    break;
  }
  await expect.poll(() => server.sockets()).toBe(0);
});

test('connects again with fresh headers, and tells from when to when something may have been missed', async () => {
  let ms = 5_000;
  const { server, client, reading } = await connect({}, { realtime: { now: () => new Date(ms) } });
  const { subscription, next } = reading(client.subscribe(OnUpdateItem));
  await subscription.ready;
  server.publish(published('1'));
  expect(await next()).toEqual(event('1'));
  ms = 9_000;
  server.drop();
  expect(await next()).toEqual({
    type: 'gap',
    reason: 'reconnect',
    from: new Date(3_000),
    to: new Date(9_000),
    dropped: undefined,
  });
  server.publish(published('2'));
  expect(await next()).toEqual(event('2'));
  expect(server.connects.map(({ Authorization }) => Authorization)).toEqual(['token-1', 'token-3']);
  expect(server.starts.map(({ authorization }) => authorization.Authorization)).toEqual([
    'token-2',
    'token-4',
  ]);
});

test('takes a server that has gone silent for gone', async () => {
  const states: string[] = [];
  const { server, client, reading } = await connect(
    { connectionTimeoutMs: 300 },
    { realtime: { onState: (state) => states.push(state) } },
  );
  const { subscription, next } = reading(client.subscribe(OnUpdateItem));
  await subscription.ready;
  expect(await next()).toMatchObject({ type: 'gap', reason: 'reconnect' });
  expect(server.connects.length).toBeGreaterThan(1);
  expect(states.slice(0, 4)).toEqual(['connecting', 'connected', 'disconnected', 'connecting']);
});

test('one denied subscription leaves the others alone', async () => {
  const denied = {
    errorType: 'Unauthorized',
    message: 'Not Authorized to access onCreateItem on type Subscription',
  };
  const { server, client, reading } = await connect({
    onStart: ({ query }) => (query.includes('onCreateItem') ? denied : undefined),
  });
  const good = reading(client.subscribe(OnUpdateItem));
  const bad = reading(client.subscribe(OnCreateItem));
  await expect(bad.next()).rejects.toMatchObject({
    code: 'denied',
    operationName: 'OnCreateItem',
    denied: [{ path: ['onCreateItem'], message: denied.message }],
  });
  await expect(bad.subscription.ready).rejects.toMatchObject({ code: 'denied' });
  await good.subscription.ready;
  server.publish(published('1'));
  expect(await good.next()).toEqual(event('1'));
  expect(server.connects).toHaveLength(1);
});

test('asks once for a fresh token when one subscription is refused, on the same socket', async () => {
  const expired = { errorType: 'UnauthorizedException', message: 'Token has expired.', errorCode: 401 };
  const { server, client, reading } = await connect({
    onStart: ({ authorization }) => (authorization.Authorization?.startsWith('fresh') ? undefined : expired),
  });
  await reading(client.subscribe(OnUpdateItem)).subscription.ready;
  expect(server.starts.map(({ authorization }) => authorization.Authorization)).toEqual([
    'token-2',
    'fresh-3',
  ]);
  expect(server.connects).toHaveLength(1);
});

test('asks once for a fresh token when the connection is refused, then ends all', async () => {
  const expired = { errorType: 'UnauthorizedException', message: 'Token has expired.', errorCode: 401 };
  const { server, client, reading } = await connect({ onConnect: () => expired });
  const all = [reading(client.subscribe(OnUpdateItem)), reading(client.subscribe(OnCreateItem))];
  for (const { next } of all) await expect(next()).rejects.toMatchObject({ code: 'unauthorized' });
  expect(server.connects.map(({ Authorization }) => Authorization)).toEqual(['token-1', 'fresh-2']);
});

test('tries again when there are too many at a time, and gives up as the policy says', async () => {
  const limit = { errorType: 'LimitExceededError', message: 'Rate limit exceeded' };
  const soon = await connect({ onStart: (_, count) => (count < 3 ? limit : undefined) });
  await soon.reading(soon.client.subscribe(OnUpdateItem)).subscription.ready;
  expect(soon.server.starts).toHaveLength(3);
  const never = await connect({ onStart: () => limit }, { retry: { maxAttempts: 2 } });
  await expect(never.reading(never.client.subscribe(OnUpdateItem)).next()).rejects.toMatchObject({
    code: 'throttled',
  });
  expect(never.server.starts).toHaveLength(2);
});

test('connects when the server comes up later', async () => {
  const { server, client, reading } = await connect({
    onConnect: (_, count) => (count < 3 ? { errorType: 'LimitExceededError', message: 'busy' } : undefined),
  });
  await reading(client.subscribe(OnUpdateItem)).subscription.ready;
  expect(server.connects).toHaveLength(3);
});

test('gives up on a subscription that the server does not confirm, and on no other', async () => {
  const { client, reading } = await connect(
    { onStart: ({ query }) => (query.includes('onCreateItem') ? 'silence' : undefined) },
    { realtime: { startTimeoutMs: 500 } },
  );
  const good = reading(client.subscribe(OnUpdateItem));
  await expect(reading(client.subscribe(OnCreateItem)).next()).rejects.toMatchObject({ code: 'timeout' });
  await good.subscription.ready;
});

test('holds no more than the buffer for a slow reader, and says what it dropped', async () => {
  const { server, client, reading } = await connect();
  const { subscription, next } = reading(client.subscribe(OnUpdateItem, {}, { bufferSize: 2 }));
  const other = reading(client.subscribe(OnUpdateItem));
  await Promise.all([subscription.ready, other.subscription.ready]);
  for (const id of ['1', '2', '3', '4', '5']) server.publish(published(id));
  for (let index = 0; index < 5; index += 1) await other.next();
  expect(await next()).toMatchObject({ type: 'gap', reason: 'slow-reader', dropped: 3 });
  expect([await next(), await next()]).toEqual([event('4'), event('5')]);
});

test('tells a denied field from a null', async () => {
  const { server, client, reading } = await connect();
  const { subscription, next } = reading(client.subscribe(OnUpdateItem));
  await subscription.ready;
  const path = ['onUpdateItem', 'name'];
  server.publish({
    ...published('1'),
    errors: [{ errorType: 'Unauthorized', message: 'Not Authorized', path }],
  });
  expect(await next()).toMatchObject({ denied: [{ path }], errors: [] });
});

test('ends with the signal, and when the server says that it is complete', async () => {
  const { server, client, reading } = await connect();
  const controller = new AbortController();
  const aborted = reading(client.subscribe(OnUpdateItem, {}, { signal: controller.signal }));
  const completed = reading(client.subscribe(OnCreateItem));
  await Promise.all([aborted.subscription.ready, completed.subscription.ready]);
  controller.abort();
  await expect(aborted.next()).rejects.toMatchObject({ code: 'aborted' });
  server.send(server.starts[1]?.id ?? '', { type: 'complete' });
  expect(await completed.next()).toBeUndefined();
  await expect.poll(() => server.sockets()).toBe(0);
});

test('waits for a server in trouble, when it connects and when it subscribes', async () => {
  const trouble = { errorType: 'InternalFailure', message: 'An internal failure occurred.', errorCode: 500 };
  const { server, client, reading } = await connect({
    onConnect: (_, count) => (count < 3 ? trouble : undefined),
    onStart: (_, count) => (count < 3 ? trouble : undefined),
  });
  await reading(client.subscribe(OnUpdateItem)).subscription.ready;
  expect([server.connects.length, server.starts.length]).toEqual([3, 3]);

  const always = await connect({ onStart: () => trouble }, { retry: { maxAttempts: 2 } });
  const error = await always
    .reading(always.client.subscribe(OnUpdateItem))
    .next()
    .catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: 'graphql', passing: true });
  expect(always.server.starts).toHaveLength(2);
});

test('one that is closed while its headers are awaited is over, whatever becomes of them', async () => {
  const wanted = Promise.withResolvers<Record<string, string>>();
  let asked = 0;
  const { server, client, reading } = await connect(
    {},
    {
      headers: ({ body }) => (body.includes('onCreateItem') && (asked += 1) === 1 ? wanted.promise : {}),
    },
  );
  const kept = reading(client.subscribe(OnUpdateItem));
  await kept.subscription.ready;
  const closed = reading(client.subscribe(OnCreateItem));
  const end = closed.next();
  closed.subscription.close();
  wanted.reject(Object.assign(new Error('no network'), { code: 'network' }));
  expect(await end).toBeUndefined();
  const later = reading(client.subscribe(OnUpdateItem));
  await later.subscription.ready;
  expect(server.starts.map(({ query }) => query.includes('onCreateItem'))).toEqual([false, false]);
  expect(asked).toBe(1);
});

test('two loops over one subscription share its events, and both end with it', async () => {
  const { server, client } = await connect();
  const subscription = client.subscribe(OnUpdateItem);
  onTestFinished(() => subscription.close());
  const first = subscription[Symbol.asyncIterator]();
  const second = subscription[Symbol.asyncIterator]();
  const reads = [first.next(), second.next(), first.next(), second.next()];
  await subscription.ready;
  server.publish(published('1'));
  server.publish(published('2'));
  const events = (await Promise.all(reads.slice(0, 2))).map(({ value }) => value as unknown);
  expect(events).toHaveLength(2);
  expect(events).toEqual(expect.arrayContaining([event('1'), event('2')]));
  subscription.close();
  expect(await Promise.all(reads.slice(2))).toMatchObject([{ done: true }, { done: true }]);
});

test('a headers source that does not answer is asked again', async () => {
  let asked = 0;
  const { client, reading } = await connect(
    {},
    {
      // The first of a connection and the first of a subscription hang.
      headers: () => ([1, 3].includes((asked += 1)) ? new Promise(() => {}) : {}),
      realtime: { connectTimeoutMs: 300, startTimeoutMs: 300 },
    },
  );
  await reading(client.subscribe(OnUpdateItem)).subscription.ready;
  expect(asked).toBeGreaterThan(3);
});

test('ends in what the headers source throws, unless that passes', async () => {
  const broken = await connect({}, { headers: () => Promise.reject(new RangeError('sign in first')) });
  await expect(broken.reading(broken.client.subscribe(OnUpdateItem)).next()).rejects.toThrow('sign in first');
  let asked = 0;
  const offline = await connect(
    {},
    {
      headers: () => {
        if ((asked += 1) < 3) throw Object.assign(new Error('offline'), { code: 'network' });
        return {};
      },
    },
  );
  await offline.reading(offline.client.subscribe(OnUpdateItem)).subscription.ready;
  expect(offline.server.connects).toHaveLength(1);
});

test("goes over a Node transport's own sockets", async () => {
  const transport = nodeTransport();
  onTestFinished(() => transport.close());
  const { server, client, reading } = await connect({}, { realtime: { openSocket: transport.openSocket } });
  const { subscription, next } = reading(client.subscribe(OnUpdateItem));
  await subscription.ready;
  server.publish(published('1'));
  expect(await next()).toEqual(event('1'));
});

test('refuses what is no subscription', async () => {
  const { client } = await connect();
  expect(() => client.subscribe(GetItem, { id: '1' })).toThrow('GetItem is a query, no subscription.');
});
