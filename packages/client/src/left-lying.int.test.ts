import { getEventListeners } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { createClient } from './index.ts';
import { update } from './test-support/answers.ts';
import { ListItems, OnUpdateItem, UpdateItem } from './test-support/operations.ts';
import { startRealtime } from './test-support/realtime-server.ts';
import { stub } from './test-support/stub-client.ts';

// What nobody waits for any more must not end the process: Node ends at a rejection that nobody handles.
function watchRejections(): unknown[] {
  const seen: unknown[] = [];
  const note = (reason: unknown): void => void seen.push(reason);
  process.on('unhandledRejection', note);
  onTestFinished(() => void process.off('unhandledRejection', note));
  return seen;
}
const aWhile = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));
const page = (nextToken: string | null) => ({
  body: { data: { listItems: { items: [{ id: '1', name: 'a' }], nextToken } } },
});

test('a page that fails ahead of a reader who has left', async () => {
  const seen = watchRejections();
  const { client } = await stub((_, count) => (count < 3 ? page(`t${count}`) : { status: 400, body: {} }));
  let read = 0;
  for await (const _ of client.pages(ListItems, {}, { prefetch: true })) if ((read += 1) === 2) break;
  await aWhile();
  expect(seen).toEqual([]);
});

test('a call that is aborted twice over, and many of them at once', async () => {
  const seen = watchRejections();
  const { client } = await stub(() => 'silence');
  const stop = new AbortController();
  const calls = [
    client.request(UpdateItem, update, { signal: stop.signal }),
    client.many(
      UpdateItem,
      Array.from({ length: 60 }, () => update),
      { signal: stop.signal },
    ),
  ];
  const settled = Promise.allSettled(calls);
  stop.abort();
  stop.abort();
  await settled;
  await aWhile();
  expect(seen).toEqual([]);
});

test.each([
  ["Node's transport", undefined],
  ["the platform's fetch", globalThis.fetch],
])('a signal that many calls share: no listener, and no warning of a leak: %s', async (_, fetch) => {
  const warnings: Error[] = [];
  const note = (warning: Error): void => void warnings.push(warning);
  process.on('warning', note);
  onTestFinished(() => void process.off('warning', note));
  const done = { body: { data: { updateItem: null } } };
  const { client } = await stub(() => done, fetch ? { fetch } : {});
  const { signal } = new AbortController();
  const calls = Array.from({ length: 500 }, () => client.request(UpdateItem, update, { signal }));
  await Promise.all(calls);
  await aWhile();
  expect(getEventListeners(signal, 'abort')).toEqual([]);
  expect(warnings).toEqual([]);
});

test('a headers source that fails after it aborted the call itself', async () => {
  const seen = watchRejections();
  const stop = new AbortController();
  const { client, server } = await stub(() => 'silence', {
    headers: () => {
      stop.abort();
      return Promise.reject(new RangeError('no headers'));
    },
  });
  await expect(client.request(UpdateItem, update, { signal: stop.signal })).rejects.toMatchObject({
    code: 'aborted',
  });
  await aWhile();
  expect(seen).toEqual([]);
  expect(server.received).toEqual([]);
});

test('subscriptions that are refused, closed or lost while nobody reads them', async () => {
  const seen = watchRejections();
  const no = { errorType: 'Unauthorized', message: 'no' };
  const server = await startRealtime({ onStart: (_, count) => (count === 1 ? no : undefined) });
  const client = createClient({ endpoint: server.endpoint, headers: () => ({}), random: () => 0 });
  const refused = client.subscribe(OnUpdateItem);
  const kept = client.subscribe(OnUpdateItem);
  const early = client.subscribe(OnUpdateItem);
  early.close();
  await refused.ready.catch(() => undefined);
  await kept.ready;
  server.drop();
  kept.close();
  const throwing = createClient({
    endpoint: server.endpoint,
    headers: () => Promise.reject(new RangeError('no headers')),
  });
  throwing.subscribe(OnUpdateItem);
  await aWhile();
  expect(seen).toEqual([]);
});
