import { expect, test } from 'vitest';
import { createCircuitBreaker, createRetryBudget, type BreakerState } from '../index.ts';
import { item, throttled } from '../test-support/answers.ts';
import { GetItem } from '../test-support/operations.ts';
import { stub } from '../test-support/stub-client.ts';

const bad = { status: 503, body: 'down' };

test('a dying server gets no storm: repeats of all calls together are bounded', async () => {
  const retryBudget = createRetryBudget({ reserve: 10, perSecond: 0 });
  const { client, server } = await stub(() => bad, { retryBudget });
  const calls = Array.from({ length: 100 }, () => client.request(GetItem, { id: '1' }));
  const outcomes = await Promise.allSettled(calls);
  expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
  expect(server.received).toHaveLength(110);
  expect(retryBudget).toMatchObject({ left: 0, refused: 100 });
});

test('without a budget every call repeats as often as the policy says', async () => {
  const { client, server } = await stub(() => bad, { retryBudget: null, retry: { maxAttempts: 3 } });
  await Promise.allSettled(Array.from({ length: 100 }, () => client.request(GetItem, { id: '1' })));
  expect(server.received).toHaveLength(300);
});

test('stops asking a server that does not answer, and finds out when it does again', async () => {
  const states: BreakerState[] = [];
  let nowMs = 0;
  const breaker = createCircuitBreaker({
    minimumAttempts: 3,
    now: () => nowMs,
    onChange: ({ state }) => states.push(state),
  });
  let down = true;
  const { client, server } = await stub(() => (down ? bad : item), { breaker, retry: { maxAttempts: 5 } });
  // The call that finds out keeps what went wrong.
  await expect(client.request(GetItem, { id: '1' })).rejects.toMatchObject({
    code: 'http-status',
    attempts: 3,
  });
  await expect(client.request(GetItem, { id: '1' })).rejects.toMatchObject({
    code: 'network',
    mayHaveArrived: false,
    retryAfterMs: 5_000,
    attempts: 0,
    message: `GetItem: not sent, because ${new URL(server.endpoint).host} did not answer other calls; asked again in 5000 ms.`,
  });
  expect(server.received).toHaveLength(3);
  down = false;
  nowMs = 5_000;
  expect((await client.request(GetItem, { id: '1' })).attempts).toBe(1);
  expect(states).toEqual(['open', 'half-open', 'closed']);
});

test('a server that throttles or refuses is no broken server', async () => {
  const breaker = createCircuitBreaker({ minimumAttempts: 1 });
  const { client } = await stub(() => throttled, { breaker, retry: { maxAttempts: 2 } });
  await expect(client.request(GetItem, { id: '1' })).rejects.toMatchObject({ code: 'throttled' });
  expect(breaker.report()).toMatchObject({ state: 'closed', attempts: 2, failures: 0 });
});

test('several clients of a server learn from each other', async () => {
  const breaker = createCircuitBreaker({ minimumAttempts: 1 });
  const first = await stub(() => bad, { breaker });
  const second = await stub(() => item, { breaker });
  await expect(first.client.request(GetItem, { id: '1' })).rejects.toMatchObject({ code: 'http-status' });
  await expect(second.client.request(GetItem, { id: '1' })).rejects.toMatchObject({ attempts: 0 });
});
