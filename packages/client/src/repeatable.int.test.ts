import { expect, test } from 'vitest';
import { isConditional } from './index.ts';
import { conditionFailed } from './test-support/answers.ts';
import { UpdateItem } from './test-support/operations.ts';
import { stub } from './test-support/stub-client.ts';

const input = { id: '1' };
const conditional = { input, condition: { version: { eq: 1 } } };
const done = { body: { data: { updateItem: { id: '1', name: null } } } };

test('a client may be told that what has a condition is safe to repeat', async () => {
  const { client } = await stub((_, count) => (count === 1 ? 'reset' : done), { repeatable: isConditional });
  expect((await client.request(UpdateItem, conditional)).attempts).toBe(2);
  const other = await stub(() => 'reset', { repeatable: isConditional });
  await expect(other.client.request(UpdateItem, { input })).rejects.toMatchObject({ code: 'network' });
  expect(other.server.received).toHaveLength(1);
});

test('a condition that says nothing is none', async () => {
  for (const condition of [{}, null, undefined]) {
    const { client, server } = await stub(() => 'reset', { repeatable: isConditional });
    const variables = { input, condition } as typeof conditional;
    await expect(client.request(UpdateItem, variables)).rejects.toMatchObject({ code: 'network' });
    expect(server.received).toHaveLength(1);
  }
});

test('what was executed before its answer was lost ends in its condition', async () => {
  const failed = {
    body: { data: { updateItem: null }, errors: [{ path: ['updateItem'], ...conditionFailed }] },
  };
  const { client } = await stub((_, count) => (count === 1 ? 'reset' : failed), {
    repeatable: isConditional,
  });
  await expect(client.request(UpdateItem, conditional)).rejects.toMatchObject({
    code: 'condition-failed',
    attempts: 2,
  });
});

test('what may have been executed is told of to the end, though the last attempt found nobody', async () => {
  const { client, server } = await stub(
    () => {
      void server.close();
      return 'reset';
    },
    { repeatable: isConditional, retry: { maxAttempts: 3 } },
  );
  await expect(client.request(UpdateItem, conditional)).rejects.toMatchObject({
    code: 'network',
    attempts: 3,
    mayHaveArrived: true,
  });
  const nobody = client.request(UpdateItem, conditional);
  await expect(nobody).rejects.toMatchObject({ attempts: 3, mayHaveArrived: false });
});

test('a request of many is repeated only where all of them may be', async () => {
  const data = { a0: { id: '1', name: null }, a1: { id: '1', name: null } };
  const answer = (_: unknown, count: number) => (count === 1 ? ('reset' as const) : { body: { data } });
  const safe = await stub(answer, { repeatable: isConditional });
  const both = await safe.client.many(UpdateItem, [conditional, conditional]);
  expect(both.results.map(({ status }) => status)).toEqual(['done', 'done']);
  const unsafe = await stub(answer, { repeatable: isConditional });
  const one = await unsafe.client.many(UpdateItem, [conditional, { input }]);
  expect(one.results.map(({ status }) => status)).toEqual(['failed', 'failed']);
});

test('the word of one call goes before that of the client', async () => {
  const { client, server } = await stub(() => 'reset', { repeatable: () => true });
  await expect(client.request(UpdateItem, { input }, { repeatable: false })).rejects.toMatchObject({
    attempts: 1,
  });
  expect(server.received).toHaveLength(1);
});
