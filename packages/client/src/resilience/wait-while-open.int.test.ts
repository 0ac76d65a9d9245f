import { expect, test } from 'vitest';
import { CircuitOpenError, createCircuitBreaker, type ClientOptions } from '../index.ts';
import { item } from '../test-support/answers.ts';
import { GetItem, ListItems } from '../test-support/operations.ts';
import { stub } from '../test-support/stub-client.ts';

const noMore = { body: { data: { listItems: { items: [{ id: '1', name: 'one' }], nextToken: null } } } };

// A server that was away just now, so that the breaker is open, and answers from here on.
async function away(openMs: number, options: Partial<ClientOptions> = {}) {
  let isDown = true;
  const { client, server } = await stub(
    ({ text }) => (isDown ? { status: 503, body: 'down' } : text.includes('listItems') ? noMore : item),
    {
      breaker: createCircuitBreaker({ minimumAttempts: 1, openMs }),
      waitWhileOpen: true,
      retry: { maxAttempts: 1 },
      ...options,
    },
  );
  await expect(client.request(GetItem, { id: '1' })).rejects.toMatchObject({ code: 'http-status' });
  isDown = false;
  return { client, server };
}

test('calls that wait are sent once the server answers again, each a single time', async () => {
  const { client, server } = await away(50);
  const calls = Array.from({ length: 20 }, () => client.request(GetItem, { id: '1' }));
  for (const { attempts } of await Promise.all(calls)) expect(attempts).toBe(1);
  expect(server.received).toHaveLength(1 + 20);
});

test('a loop over pages waits and goes on', async () => {
  const { client } = await away(50);
  const seen: unknown[] = [];
  for await (const one of client.pages(ListItems, {})) seen.push(one);
  expect(seen).toEqual([{ id: '1', name: 'one' }]);
});

test('a call waits no longer than its own time, and says that it was not sent', async () => {
  const { client, server } = await away(5_000, { timeoutMs: 1_000 });
  const refused = client.request(GetItem, { id: '1' });
  await expect(refused).rejects.toThrow(CircuitOpenError);
  await expect(refused).rejects.toMatchObject({ attempts: 0, mayHaveArrived: false });
  expect(server.received).toHaveLength(1);
});

test('a signal ends the waiting', async () => {
  const over = new AbortController();
  const { client } = await away(60_000, { waitWhileOpen: over.signal });
  const waiting = client.request(GetItem, { id: '1' });
  over.abort();
  await expect(waiting).rejects.toThrow(CircuitOpenError);
  await expect(client.request(GetItem, { id: '1' })).rejects.toThrow(CircuitOpenError);
});

test('what was sent is awaited although the signal for the waiting aborts', async () => {
  const over = new AbortController();
  const { client } = await stub(() => item, { waitWhileOpen: over.signal });
  const sent = client.request(GetItem, { id: '1' });
  over.abort();
  expect((await sent).data.getItem?.id).toBe('1');
});

test("the caller's own signal ends a waiting call as it ends any other", async () => {
  const own = new AbortController();
  const { client } = await away(60_000);
  const waiting = client.request(GetItem, { id: '1' }, { signal: own.signal });
  own.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'aborted', attempts: 0, mayHaveArrived: false });
});
