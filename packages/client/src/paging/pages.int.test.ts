import { expect, test } from 'vitest';
import { countAttempts } from '../index.ts';
import { ItemsByStatus } from '../test-support/operations.ts';
import { names, partitioned } from '../test-support/partitioned.ts';
import { stub } from '../test-support/stub-client.ts';

const asked = (received: readonly { body: { variables: Record<string, unknown> } }[]) =>
  received.map(({ body }) => body.variables.nextToken);

test('asks for the next page while one is read, from the second page on', async () => {
  const { client, server } = await stub(partitioned({ A: names('a', 8) }));
  const pages = client
    .pages(ItemsByStatus, { status: 'A' }, { pageSize: 2 })
    .byPage()
    [Symbol.asyncIterator]();
  await pages.next();
  expect(asked(server.received)).toEqual([null]);
  await pages.next();
  await expect.poll(() => asked(server.received)).toEqual([null, '2', '4']);
  await pages.return?.();
});

test('prefetches from the first page on, or never, where that is said', async () => {
  const { client, server } = await stub(partitioned({ A: names('a', 8) }));
  const read = (prefetch: boolean) =>
    client.pages(ItemsByStatus, { status: 'A' }, { pageSize: 2, prefetch }).byPage()[Symbol.asyncIterator]();
  const eager = read(true);
  await eager.next();
  await expect.poll(() => asked(server.received)).toEqual([null, '2']);
  await eager.return?.();
  const lazy = read(false);
  await lazy.next();
  await lazy.next();
  expect(asked(server.received)).toEqual([null, '2', null, '2']);
});

test('who stops reading ends the page that is under way', async () => {
  const closed: boolean[] = [];
  const answer = partitioned({ A: names('a', 8) });
  const { client } = await stub((request, count) => (count === 2 ? 'silence' : answer(request)), {
    fetch: async (input, init) => {
      init?.signal?.addEventListener('abort', () => closed.push(true));
      return fetch(input, init);
    },
  });
  for await (const item of client.pages(ItemsByStatus, { status: 'A' }, { pageSize: 2, prefetch: true })) {
    expect(item.id).toBe('a1');
    break;
  }
  expect(closed).toEqual([true]);
});

test('tells how far it has come, so that nothing is left out when it goes on', async () => {
  const { client } = await stub(partitioned({ A: names('a', 5) }));
  const first = client.pages(ItemsByStatus, { status: 'A' }, { pageSize: 2 });
  const seen: string[] = [];
  for await (const { id } of first) if (seen.push(id) === 3) break;
  // The third item stands in the second page, which comes again as a whole.
  expect(first.progress()).toEqual({
    pages: 2,
    returned: 4,
    scanned: 4,
    scannedIsExact: false,
    resumeFrom: '2',
    done: false,
  });
  const nextToken = first.progress().resumeFrom;
  const second = client.pages(ItemsByStatus, { status: 'A' }, { pageSize: 2, nextToken });
  expect((await Array.fromAsync(second)).map(({ id }) => id)).toEqual(['a3', 'a4', 'a5']);
  expect(second.progress()).toMatchObject({ done: true, resumeFrom: null });
});

test("counts what was scanned, by the server's own count where it gives one", async () => {
  const { client } = await stub(partitioned({ A: names('a', 5) }, true));
  const pages = client.pages(ItemsByStatus, { status: 'A' }, { pageSize: 2 });
  await Array.fromAsync(pages);
  expect(pages.progress()).toMatchObject({ pages: 3, returned: 5, scanned: 15, scannedIsExact: true });
});

test('a page that fails ahead of time fails when the reader comes to it, not before', async () => {
  const answer = partitioned({ A: names('a', 6) });
  const { client } = await stub(
    (request) => (request.body.variables.nextToken === '4' ? { status: 400, body: 'no' } : answer(request)),
    { retry: { maxAttempts: 1 } },
  );
  const seen: string[] = [];
  const reading = (async () => {
    for await (const { id } of client.pages(ItemsByStatus, { status: 'A' }, { pageSize: 2 })) seen.push(id);
  })();
  await expect(reading).rejects.toMatchObject({ code: 'http-status' });
  expect(seen).toEqual(names('a', 4));
});

test('an abort ends it in the middle of a page, which is where it goes on', async () => {
  const { client } = await stub(partitioned({ A: names('a', 6) }));
  const stop = new AbortController();
  const options = { pageSize: 2, prefetch: true, signal: stop.signal };
  const read = client.pages(ItemsByStatus, { status: 'A' }, options);
  const seen: string[] = [];
  const reading = (async () => {
    for await (const { id } of read) if (seen.push(id) === 3) stop.abort();
  })();
  await expect(reading).rejects.toMatchObject({ code: 'aborted' });
  expect(seen).toEqual(['a1', 'a2', 'a3']);
  expect(read.progress().resumeFrom).toBe('2');
});

test('an abort ends it before a page that was read ahead', async () => {
  const { counts, onAttempt } = countAttempts();
  const { client } = await stub(partitioned({ A: names('a', 6) }), { onAttempt });
  const stop = new AbortController();
  const options = { pageSize: 2, signal: stop.signal };
  const pages = client.pages(ItemsByStatus, { status: 'A' }, options).byPage();
  const iterator = pages[Symbol.asyncIterator]();
  await iterator.next();
  await iterator.next();
  await expect.poll(() => counts.requests).toBe(3);
  stop.abort();
  await expect(iterator.next()).rejects.toMatchObject({ code: 'aborted' });
});

test('goes on from a token among the variables too', async () => {
  const { client } = await stub(partitioned({ A: names('a', 5) }));
  const variables = { status: 'A', nextToken: '3' };
  const ids = async (options?: { nextToken: string | null }) =>
    (await Array.fromAsync(client.pages(ItemsByStatus, { limit: 2, ...variables }, options))).map(
      ({ id }) => id,
    );
  expect(await ids()).toEqual(['a4', 'a5']);
  expect(await ids({ nextToken: '4' })).toEqual(['a5']);
});
