import { expect, test } from 'vitest';
import { conditionFailed, throttled, unauthorized, update } from '../test-support/answers.ts';
import { UpdateItem } from '../test-support/operations.ts';
import { stub } from '../test-support/stub-client.ts';
import type { Answer, Received } from '../test-support/stub-server.ts';

const inputs = (...ids: string[]) => ids.map((id) => ({ input: { id } }));
const busy = { errorType: 'DynamoDB:ThrottlingException', message: 'busy' };

// Answers every copy with its own id, except those whose id `failing` names.
function echo({ body }: Received, failing: Record<string, object> = {}): Answer {
  const all = Object.entries(body.variables).map(([key, value]) => {
    return { alias: `a${key.split('_')[1]}`, id: (value as { id: string }).id };
  });
  const data = all.map(({ alias, id }) => [alias, id in failing ? null : { id, name: null }]);
  const errors = all
    .filter(({ id }) => id in failing)
    .map(({ alias, id }) => ({ path: [alias], ...failing[id] }));
  return { body: { data: Object.fromEntries(data), ...(errors.length > 0 ? { errors } : {}) } };
}

test('keeps every result in its place, however many requests it takes', async () => {
  const { client, server } = await stub((request) => echo(request));
  const ids = Array.from({ length: 53 }, (_, index) => String(index));
  const { results, requests } = await client.many(UpdateItem, inputs(...ids), { maxPerRequest: 10 });
  expect(results.map((result) => result.status === 'done' && result.data.updateItem?.id)).toEqual(ids);
  expect([requests, server.received.length]).toEqual([6, 6]);
});

test('repeats only the copies that failed for a passing reason, and only where that is safe', async () => {
  const answer = (request: Received, count: number) => echo(request, count === 1 ? { b: busy } : {});
  const safe = await stub(answer);
  const repeated = await safe.client.many(UpdateItem, inputs('a', 'b', 'c'), { repeatable: true });
  expect(repeated.results.map(({ status }) => status)).toEqual(['done', 'done', 'done']);
  expect(safe.server.received[1]?.body.variables).toEqual({ input_0: { id: 'b' } });

  const unsafe = await stub(answer);
  const once = await unsafe.client.many(UpdateItem, inputs('a', 'b', 'c'));
  expect(once.results.map(({ status }) => status)).toEqual(['done', 'failed', 'done']);
  expect(unsafe.server.received).toHaveLength(1);
});

test('does not repeat a condition that was not met', async () => {
  const { client, server } = await stub((request) => echo(request, { b: conditionFailed }));
  const { results } = await client.many(UpdateItem, inputs('a', 'b'), { repeatable: true });
  expect(results[1]).toMatchObject({ status: 'failed', error: { code: 'condition-failed' } });
  expect(server.received).toHaveLength(1);
});

test("gives up on a copy that keeps failing, with the policy's attempts", async () => {
  const { client, server } = await stub((request) => echo(request, { b: busy }), {
    retry: { maxAttempts: 3 },
  });
  const { results } = await client.many(UpdateItem, inputs('a', 'b'), { repeatable: true });
  expect(results[1]).toMatchObject({ status: 'failed', error: { code: 'graphql', passing: true } });
  expect(server.received).toHaveLength(3);
});

test('a request that failed as a whole hides no result of another', async () => {
  const { client } = await stub((request, count) => (count === 2 ? 'reset' : echo(request)));
  const { results } = await client.many(UpdateItem, inputs('a', 'b', 'c'), {
    maxPerRequest: 1,
    concurrency: 1,
  });
  expect(results).toMatchObject([
    { status: 'done' },
    { status: 'failed', error: { code: 'network', mayHaveArrived: true } },
    { status: 'done' },
  ]);
});

test('gives each copy the error of a document that does not validate', async () => {
  const errors = [{ message: 'Validation error of type FieldUndefined' }];
  const { client } = await stub(() => ({ body: { data: null, errors } }));
  const { results } = await client.many(UpdateItem, inputs('a', 'b'));
  expect(results).toMatchObject([{ error: { code: 'graphql' } }, { error: { code: 'graphql' } }]);
});

test('gives each copy what the headers source threw', async () => {
  const { client } = await stub((request) => echo(request), {
    headers: () => Promise.reject(new RangeError('sign in first')),
  });
  const { results, requests } = await client.many(UpdateItem, inputs('a'));
  expect(results).toMatchObject([{ status: 'failed', error: { message: 'sign in first' } }]);
  expect(requests).toBe(0);
});

test('counts repeated requests, and asks for a fresh token once', async () => {
  const answers: Answer[] = [throttled, unauthorized];
  const { client, server } = await stub((request, count) => answers[count - 1] ?? echo(request));
  const { results, requests } = await client.many(UpdateItem, [update]);
  expect([results[0]?.status, requests]).toEqual(['done', 3]);
  expect(server.received[2]?.headers.authorization).toBe('fresh-3');
});

test('what is aborted keeps what was done', async () => {
  const controller = new AbortController();
  const { client } = await stub((request, count) => {
    if (count === 1) return echo(request);
    controller.abort();
    return 'silence';
  });
  const { results } = await client.many(UpdateItem, inputs('a', 'b', 'c'), {
    maxPerRequest: 1,
    concurrency: 1,
    signal: controller.signal,
  });
  expect(results).toMatchObject([
    { status: 'done' },
    { status: 'failed', error: { code: 'aborted' } },
    { status: 'failed', error: { code: 'aborted' } },
  ]);
});

test('a request larger than what the server takes shrinks until it gets through', async () => {
  const { client, server } = await stub(
    (request) => (Object.keys(request.body.variables).length > 3 ? throttled : echo(request)),
    { retry: { maxAttempts: 2 } },
  );
  const ids = Array.from({ length: 12 }, (_, index) => String(index));
  const { results, requests } = await client.many(UpdateItem, inputs(...ids), { concurrency: 1 });
  expect(results.map((result) => result.status === 'done' && result.data.updateItem?.id)).toEqual(ids);
  // 12 twice, 6 twice for each half, then four of 3.
  expect([requests, server.received.length]).toEqual([10, 10]);
});

test('one wrong variable costs no other copy its result', async () => {
  const wrong = { message: "Variable 'name' has coerced Null value for NonNull type 'String!'", path: null };
  const { client } = await stub((request) => {
    const ids = Object.values(request.body.variables).map((value) => (value as { id: string }).id);
    return ids.includes('f') ? { body: { data: null, errors: [wrong] } } : echo(request);
  });
  const { results } = await client.many(UpdateItem, inputs('a', 'b', 'c', 'd', 'e', 'f', 'g'));
  expect(results.map(({ status }) => status)).toEqual([...Array<string>(5).fill('done'), 'failed', 'done']);
  expect(results[5]).toMatchObject({ error: { code: 'graphql', errors: [wrong] } });
});

test('does not take a document apart that is wrong whatever its size', async () => {
  const errors = [{ message: 'Validation error of type FieldUndefined: no such field' }];
  const { client, server } = await stub(() => ({ body: { data: null, errors } }));
  await client.many(UpdateItem, inputs('a', 'b', 'c', 'd'));
  expect(server.received).toHaveLength(1);
});

test('counts the document as well when it splits by bytes', async () => {
  const { client, server } = await stub((request) => echo(request));
  await client.many(UpdateItem, inputs(...Array.from({ length: 40 }, String)), {
    maxPerRequest: 100,
    maxBytes: 2_000,
  });
  expect(server.received.length).toBeGreaterThan(1);
  expect(server.received.every(({ text }) => text.length <= 2_000)).toBe(true);
});

test('says of a result that was lost with another copy that it was lost, and asks again where that is safe', async () => {
  const answer = (request: Received, count: number): Answer =>
    count === 1
      ? { body: { data: null, errors: [{ path: ['a1'], errorType: 'Lambda:Unhandled', message: 'boom' }] } }
      : echo(request);
  const unsafe = await stub(answer);
  const once = await unsafe.client.many(UpdateItem, inputs('a', 'b'));
  expect(once.results).toMatchObject([
    { error: { message: 'UpdateItem: its result was lost with that of another copy, which failed: boom' } },
    { error: { message: 'UpdateItem: boom' } },
  ]);
  const safe = await stub(answer);
  const again = await safe.client.many(UpdateItem, inputs('a', 'b'), { repeatable: true });
  expect(again.results.map(({ status }) => status)).toEqual(['done', 'failed']);
});

test('refuses numbers with which nothing would be sent', async () => {
  const { client, server } = await stub((request) => echo(request));
  for (const name of ['concurrency', 'maxPerRequest', 'maxBytes']) {
    for (const value of [0, -1, Number.NaN]) {
      const promise = client.many(UpdateItem, inputs('a'), { [name]: value });
      await expect(promise).rejects.toThrow(new TypeError(`${name}: ${value} is no number from one up.`));
    }
  }
  expect(server.received).toHaveLength(0);
});

test('what met a server in trouble as a whole may have been executed: it is repeated only where that is safe', async () => {
  const trouble = { errorType: 'ExecutionTimeout', message: 'Execution timed out.' };
  const answer = (request: Received): Answer =>
    Object.keys(request.body.variables).length > 1
      ? { body: { data: null, errors: [trouble] } }
      : echo(request);
  const unsafe = await stub(answer);
  const once = await unsafe.client.many(UpdateItem, inputs('a', 'b', 'c', 'd'));
  expect(once.results).toMatchObject(Array(4).fill({ status: 'failed', error: { passing: true } }));
  expect(unsafe.server.received).toHaveLength(1);

  const safe = await stub(answer);
  const again = await safe.client.many(UpdateItem, inputs('a', 'b', 'c', 'd'), { repeatable: true });
  expect(again.results.map(({ status }) => status)).toEqual(Array(4).fill('done'));
  expect(safe.server.received).toHaveLength(1 + 2 + 4);

  const alone = await stub((request, count) =>
    count === 1 ? { body: { data: null, errors: [trouble] } } : echo(request),
  );
  const { results } = await alone.client.many(UpdateItem, inputs('a'), { repeatable: true });
  expect(results.map(({ status }) => status)).toEqual(['done']);
});

test('a repeat that is never sent does not hide that what was sent before may have been executed', async () => {
  const trouble = { errorType: 'ExecutionTimeout', message: 'Execution timed out.' };
  const stop = new AbortController();
  let asked = 0;
  const { client, server } = await stub(() => ({ body: { data: null, errors: [trouble] } }), {
    headers: () => {
      if ((asked += 1) > 1) stop.abort();
      return {};
    },
  });
  const { results } = await client.many(UpdateItem, inputs('a', 'b'), {
    repeatable: true,
    signal: stop.signal,
  });
  expect(server.received).toHaveLength(1);
  expect(results).toMatchObject(Array(2).fill({ error: { code: 'graphql', errors: [trouble] } }));
});
