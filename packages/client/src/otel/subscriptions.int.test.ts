import { context, trace } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { createClient, type ClientOptions } from '../index.ts';
import { OnUpdateItem } from '../test-support/operations.ts';
import { startRealtime, type RealtimeRules } from '../test-support/realtime-server.ts';
import { telemetry } from '../test-support/telemetry.ts';

async function observed(rules: RealtimeRules = {}, options: Partial<ClientOptions> = {}) {
  const told = telemetry();
  const server = await startRealtime(rules);
  const client = createClient({
    endpoint: server.endpoint,
    headers: () => ({ authorization: 'token-1' }),
    identity: { kind: 'user' },
    random: () => 0,
    observer: told.observer,
    ...options,
  });
  return { ...told, server, client };
}
const published = { data: { onUpdateItem: { id: 'my-secret', name: null } } };

test('a subscription is a span, with its starts and gaps in it; a connection is one of its own', async () => {
  const { client, server, spans, metrics } = await observed({}, { realtime: { now: () => new Date(9_000) } });
  const subscription = client.subscribe(OnUpdateItem);
  await subscription.ready;
  server.publish(published);
  const seen: string[] = [];
  for await (const { type } of subscription) {
    seen.push(type);
    if (type === 'gap') break;
    server.drop();
  }
  expect(seen).toEqual(['data', 'gap']);
  expect(spans().map(({ name }) => name)).toEqual([
    'CONNECT',
    'start OnUpdateItem',
    'CONNECT',
    'start OnUpdateItem',
    'gap OnUpdateItem',
    'subscription OnUpdateItem',
  ]);
  const [connect, start, , , gap, whole] = spans();
  expect(connect?.attributes).toMatchObject({ 'server.address': new URL(server.endpoint).host });
  expect([start, gap].map((span) => span?.parentSpanContext?.spanId)).toEqual([
    whole?.spanContext().spanId,
    whole?.spanContext().spanId,
  ]);
  expect({ from: gap?.startTime, to: gap?.endTime }).toEqual({ from: [7, 0], to: [9, 0] });
  expect(gap?.attributes).toEqual({ 'postern.gap.reason': 'reconnect' });
  expect(whole?.attributes).toMatchObject({
    'graphql.operation.name': 'OnUpdateItem',
    'graphql.operation.type': 'subscription',
    'postern.identity.kind': 'user',
    'postern.events': 1,
  });
  expect(await metrics()).toEqual({
    'postern.client.connection.duration': [[undefined, 2]],
    'postern.client.subscription.start.duration': [[undefined, 2]],
    'postern.client.subscription.active': [[undefined, 0]],
    'postern.client.subscription.events': [[undefined, 1]],
    'postern.client.subscription.gaps': [[undefined, 1]],
  });
});

test('what a refused connection or subscription ended in is named, and nobody said what the server said', async () => {
  const no = { errorType: 'Unauthorized', message: 'my-secret is not for you' };
  const { client, spans } = await observed({ onStart: () => no });
  const subscription = client.subscribe(OnUpdateItem, { filter: { name: { eq: 'my-secret' } } });
  await expect(subscription.ready).rejects.toMatchObject({ code: 'denied' });
  expect(spans().map(({ name, attributes }) => [name, attributes['error.type']])).toEqual([
    ['CONNECT', undefined],
    ['start OnUpdateItem', 'denied'],
    ['subscription OnUpdateItem', 'denied'],
  ]);
  const { inspect } = await import('node:util');
  const all = spans().map(({ name, attributes, status, events }) => ({ name, attributes, status, events }));
  expect(inspect(all, { depth: 12 })).not.toMatch(/my-secret|token-1/);
});

test('a connection that is refused twice ends in its error', async () => {
  const refused = { errorType: 'UnauthorizedException', message: 'no', errorCode: 401 };
  const { client, spans } = await observed({ onConnect: () => refused });
  await expect(client.subscribe(OnUpdateItem).ready).rejects.toMatchObject({ code: 'unauthorized' });
  expect(spans().map(({ name, attributes }) => [name, attributes['error.type']])).toEqual([
    ['CONNECT', 'unauthorized'],
    ['CONNECT', 'unauthorized'],
    ['subscription OnUpdateItem', 'unauthorized'],
  ]);
});

test('a slow reader’s dropped events are a gap with their number', async () => {
  const { client, server, spans, metrics } = await observed();
  const subscription = client.subscribe(OnUpdateItem, {}, { bufferSize: 2 });
  await subscription.ready;
  for (let count = 0; count < 5; count += 1) server.publish(published);
  await expect
    .poll(async () => (await metrics())['postern.client.subscription.events'])
    .toEqual([[undefined, 5]]);
  for await (const event of subscription) {
    expect(event).toMatchObject({ type: 'gap', dropped: 3 });
    break;
  }
  const gap = spans().find(({ name }) => name === 'gap OnUpdateItem');
  expect(gap?.attributes).toEqual({ 'postern.gap.reason': 'slow-reader', 'postern.gap.dropped': 3 });
  expect((await metrics())['postern.client.subscription.dropped']).toEqual([[undefined, 3]]);
});

test('headers are asked for in the span of what they are for', async () => {
  const seen: (string | undefined)[] = [];
  const { client, spans } = await observed(
    {},
    {
      headers: () => {
        seen.push(trace.getSpan(context.active())?.spanContext().spanId);
        return { authorization: 'token-1' };
      },
    },
  );
  const subscription = client.subscribe(OnUpdateItem);
  await subscription.ready;
  subscription.close();
  expect(seen).toEqual(
    spans()
      .slice(0, 2)
      .map((span) => span.spanContext().spanId),
  );
});
