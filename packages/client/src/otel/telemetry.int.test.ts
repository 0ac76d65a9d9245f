import { context, trace } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import type { ClientOptions } from '../index.ts';
import { item, throttled, update } from '../test-support/answers.ts';
import { GetItem, UpdateItem } from '../test-support/operations.ts';
import { stub } from '../test-support/stub-client.ts';
import type { Answer } from '../test-support/stub-server.ts';
import { telemetry } from '../test-support/telemetry.ts';

async function traced(answer: (count: number) => Answer, options: Partial<ClientOptions> = {}) {
  const told = telemetry();
  const { client, server } = await stub((_, count) => answer(count), {
    identity: { kind: 'iam' },
    observer: told.observer,
    ...options,
  });
  return { ...told, client, server };
}

test('a call is a span, and each attempt one within it', async () => {
  const answered = {
    ...item,
    headers: { 'x-amzn-requestid': 'r-1', 'x-amzn-appsync-tokensconsumed': '3' },
  };
  const { client, spans } = await traced((count) => (count === 1 ? throttled : answered));
  await client.request(GetItem, { id: '1' });
  const [first, second, call] = spans();
  expect(call?.name).toBe('query GetItem');
  expect(call?.attributes).toEqual({
    'graphql.operation.name': 'GetItem',
    'graphql.operation.type': 'query',
    'postern.identity.kind': 'iam',
    'postern.attempts': 2,
  });
  expect(first?.attributes).toMatchObject({ 'http.response.status_code': 429, 'error.type': 'throttled' });
  expect(second?.attributes).toMatchObject({
    'http.request.resend_count': 1,
    'aws.request_id': 'r-1',
    'postern.appsync.tokens_consumed': 3,
  });
  expect([first, second].map((span) => span?.parentSpanContext?.spanId)).toEqual([
    call?.spanContext().spanId,
    call?.spanContext().spanId,
  ]);
});

test('what an attempt does runs in its span, so that others nest in it', async () => {
  const seen: (string | undefined)[] = [];
  const { client, spans } = await traced(() => item, {
    headers: () => {
      seen.push(trace.getSpan(context.active())?.spanContext().spanId);
      return {};
    },
  });
  await client.request(GetItem, { id: '1' });
  expect(seen).toEqual([spans()[0]?.spanContext().spanId]);
});

test('measures calls, attempts and tokens by operation and error', async () => {
  const { client, metrics } = await traced((count) =>
    count === 1 ? throttled : { ...item, headers: { 'x-amzn-appsync-tokensconsumed': '3' } },
  );
  await client.request(GetItem, { id: '1' });
  expect(await metrics()).toEqual({
    'postern.client.call.duration': [[undefined, 1]],
    'postern.client.attempt.duration': [
      ['throttled', 1],
      [undefined, 1],
    ],
    'postern.client.appsync.tokens': [[undefined, 3]],
  });
});

test('names what a headers source threw, and counts the copies of a batch', async () => {
  const { client, spans } = await traced(() => item, { headers: () => Promise.reject(new RangeError('no')) });
  await expect(client.batch(UpdateItem, [update, update])).rejects.toThrow(RangeError);
  expect(spans().map(({ attributes }) => attributes['error.type'])).toEqual(['RangeError', 'RangeError']);
  expect(spans()[1]?.attributes).toMatchObject({ 'postern.copies': 2, 'postern.attempts': 0 });
});

test('no span or metric holds a token, a variable or what the server said', async () => {
  const said = { status: 400, body: { errors: [{ message: 'no such my-secret' }] } };
  const { client, spans, rawMetrics } = await traced(() => said);
  await client.request(UpdateItem, { input: { id: 'my-secret' } }).catch(() => undefined);
  const { inspect } = await import('node:util');
  const all = spans().map(({ name, attributes, status, events }) => ({ name, attributes, status, events }));
  const written = inspect([all, await rawMetrics()], { depth: 12 });
  expect(written).toContain('UpdateItem');
  expect(written).not.toMatch(/my-secret|token-1/);
});
