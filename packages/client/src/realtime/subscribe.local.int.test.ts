import { apiKeySource, iamSource, userPoolSource } from '@postern/auth';
import { startLocal, type Local } from '@postern/local';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createClient, type ClientOptions, type SubscriptionEvent, type TypedOperation } from '../index.ts';
import { nodeTransport, type NodeTransportOptions } from '../node.ts';
import { CreateItem, OnCreateItem } from '../test-support/operations.ts';
import { startProxy } from '../test-support/servers.ts';

// Against a backend that was not written for this client.
const schema = `
  type Item @model @auth(rules: [
    { allow: private }, { allow: private, provider: iam }, { allow: public, provider: apiKey }
  ]) { id: ID! name: String }
  type Secret @model @auth(rules: [{ allow: groups, groups: ["Admin"] }]) { id: ID! }
`;
const OnCreateSecret: TypedOperation<{ onCreateSecret: { id: string } }, Record<string, never>> = {
  ...(OnCreateItem as never as typeof OnCreateSecret),
  name: 'OnCreateSecret',
  text: 'subscription OnCreateSecret { onCreateSecret { id } }',
  rootFields: [{ field: 'onCreateSecret', responseKey: 'onCreateSecret', connection: false }],
};

let local: Local;
beforeAll(async () => {
  local = await startLocal({ schema, users: [{ username: 'ann' }] });
});
afterAll(() => local.close());

function asAnn(options: Partial<ClientOptions> = {}) {
  const { region, userPoolId, clients, users, cognitoEndpoint: endpoint } = local;
  const { username = '', password = '' } = users[0] ?? {};
  const { clientId } = clients.public;
  const source = userPoolSource({ region, userPoolId, clientId, endpoint, username, password });
  return createClient({
    endpoint: local.graphqlEndpoint,
    headers: source.headers,
    random: () => 0,
    ...options,
  });
}
let created = 0;
async function create(client = asAnn()): Promise<string> {
  const id = `item-${(created += 1)}`;
  await client.request(CreateItem, { input: { id, name: 'new' } });
  return id;
}
async function first<Result>(events: AsyncIterable<SubscriptionEvent<Result>>) {
  for await (const event of events) return event;
  return undefined;
}

test('yields what a mutation writes', async () => {
  const client = asAnn();
  const subscription = client.subscribe(OnCreateItem);
  await subscription.ready;
  const id = await create(client);
  expect(await first(subscription)).toEqual({
    type: 'data',
    data: { onCreateItem: { id, name: 'new' } },
    denied: [],
    errors: [],
  });
});

test.each([
  ['an API key', () => apiKeySource({ apiKey: local.apiKey })],
  ['an IAM role', () => iamSource({ region: local.region, credentials: local.roles.functions })],
])('subscribes as %s', async (_, source) => {
  const client = asAnn({ headers: source().headers });
  const subscription = client.subscribe(OnCreateItem);
  await subscription.ready;
  const id = await create();
  expect(await first(subscription)).toMatchObject({ data: { onCreateItem: { id } } });
});

test('one denied subscription leaves the others alone', async () => {
  const client = asAnn();
  const good = client.subscribe(OnCreateItem);
  const bad = client.subscribe(OnCreateSecret);
  await good.ready;
  await expect(bad.ready).rejects.toMatchObject({ operationName: 'OnCreateSecret' });
  await expect(first(bad)).rejects.toMatchObject({ operationName: 'OnCreateSecret' });
  const id = await create(client);
  expect(await first(good)).toMatchObject({ data: { onCreateItem: { id } } });
});

test('after a lost connection tells of the gap and goes on', async () => {
  const client = asAnn();
  const subscription = client.subscribe(OnCreateItem);
  const events = subscription[Symbol.asyncIterator]();
  await subscription.ready;
  local.faults.disconnect();
  expect((await events.next()).value).toMatchObject({ type: 'gap', reason: 'reconnect' });
  const id = await create(client);
  expect((await events.next()).value).toMatchObject({ data: { onCreateItem: { id } } });
  await events.return?.();
});

test('goes over TLS with a certificate authority of its own, and through a proxy', async () => {
  const ca = await local.certificateAuthority();
  const proxy = await startProxy();
  const { port } = new URL(local.graphqlEndpoint);
  const endpoint = `https://localhost:${port}/graphql`;
  const over = async (options: NodeTransportOptions): Promise<void> => {
    const transport = nodeTransport({ ca, ...options });
    onTestFinished(() => transport.close());
    const { fetch, openSocket } = transport;
    const client = asAnn({ endpoint, fetch, realtime: { openSocket } });
    const subscription = client.subscribe(OnCreateItem);
    await subscription.ready;
    const id = await create(client);
    expect(await first(subscription)).toMatchObject({ data: { onCreateItem: { id } } });
  };
  await over({});
  expect(proxy.seen).toEqual([]);
  await over({ proxy: proxy.url });
  expect(new Set(proxy.seen)).toEqual(new Set([`CONNECT localhost:${port}`]));
});

test('goes over a further socket for what AppSync does not take on one, and each subscription gets its event', async () => {
  const sockets = new Set<number>();
  // More than AppSync's quota, so that it is the server who refuses.
  const client = asAnn({
    realtime: {
      subscriptionsPerSocket: 1000,
      onState: (state, socket) => void (state === 'connected' && sockets.add(socket)),
    },
  });
  const all = Array.from({ length: 203 }, () => client.subscribe(OnCreateItem));
  onTestFinished(() => {
    for (const one of all) one.close();
  });
  await Promise.all(all.map(({ ready }) => ready));
  expect(sockets.size).toBe(2);
  const id = await create();
  const events = await Promise.all(all.map((one) => first(one)));
  expect(events.map((event) => event?.type === 'data' && event.data.onCreateItem?.id)).toEqual(
    all.map(() => id),
  );
});
