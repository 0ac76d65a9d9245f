import { expect, test } from 'vitest';
import { conditionFailed, deniedName, update } from '../test-support/answers.ts';
import { UpdateItem } from '../test-support/operations.ts';
import { stub } from '../test-support/stub-client.ts';

test('sends many mutations as one aliased request and gives each its own result', async () => {
  const errors = [
    { path: ['a1'], ...conditionFailed },
    { ...deniedName, path: ['a2'] },
  ];
  const { client, server } = await stub(() => ({
    body: { data: { a0: { id: '1', name: null }, a1: null, a2: null }, errors },
  }));
  const all = [update, { input: { id: '2' } }, { input: { id: '3' } }];
  const results = await client.batch(UpdateItem, all);
  expect(results).toMatchObject([
    { status: 'done', data: { updateItem: { id: '1' } } },
    { status: 'failed', error: { code: 'condition-failed' } },
    { status: 'failed', error: { code: 'denied', denied: [{ path: ['updateItem'] }] } },
  ]);
  expect(server.received).toHaveLength(1);
  expect(server.received[0]?.body.variables).toEqual({
    input_0: update.input,
    input_1: { id: '2' },
    input_2: { id: '3' },
  });
});

test('tells of denied fields in what was done, and fails it in strict mode', async () => {
  const errors = [{ ...deniedName, path: ['a0', 'name'] }];
  const answer = { body: { data: { a0: { id: '1', name: null } }, errors } };
  const lenient = await (await stub(() => answer)).client.batch(UpdateItem, [update]);
  expect(lenient).toMatchObject([{ status: 'done', denied: [{ path: ['updateItem', 'name'] }] }]);
  const strict = await (await stub(() => answer, { strict: true })).client.batch(UpdateItem, [update]);
  expect(strict).toMatchObject([{ status: 'failed', error: { code: 'denied' } }]);
});

test('throws when the request as a whole failed', async () => {
  const errors = [{ message: 'Validation error of type FieldUndefined' }];
  const { client } = await stub(() => ({ body: { data: null, errors } }));
  await expect(client.batch(UpdateItem, [update])).rejects.toMatchObject({ code: 'graphql' });
});

test('makes no request of nothing', async () => {
  const { client, server } = await stub(() => 'reset');
  expect(await client.batch(UpdateItem, [])).toEqual([]);
  expect(server.received).toHaveLength(0);
});

test('what is said of no copy fails those that have nothing, and loses no result', async () => {
  const errors = [{ message: 'Resolver limit exceeded', path: null }];
  const { client } = await stub(() => ({
    body: { data: { a0: { id: '1', name: null }, a1: null }, errors },
  }));
  const results = await client.batch(UpdateItem, [update, { input: { id: '2' } }]);
  expect(results).toMatchObject([
    { status: 'done', data: { updateItem: { id: '1' } } },
    { status: 'failed', error: { code: 'graphql', errors } },
  ]);
});

test('tells what an answer cost of the request tokens', async () => {
  const { client } = await stub(() => ({
    body: { data: { a0: { id: '1', name: null } } },
    headers: { 'x-amzn-appsync-tokensconsumed': '7' },
  }));
  const tokens: number[] = [];
  await client.batch(UpdateItem, [update], { onTokensConsumed: (more) => tokens.push(more) });
  expect(tokens).toEqual([7]);
});
