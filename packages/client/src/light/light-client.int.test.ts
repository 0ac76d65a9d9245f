import { inspect } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import {
  conditionFailed,
  deniedName,
  item,
  throttled,
  unauthorized,
  update,
} from '../test-support/answers.ts';
import { GetItem, UpdateItem } from '../test-support/operations.ts';
import { startStub, type Answer, type Received } from '../test-support/stub-server.ts';
import { createLightClient, type LightOptions } from './index.ts';

async function stub(
  answer: (request: Received, count: number) => Answer,
  options: Partial<LightOptions> = {},
) {
  const server = await startStub(answer);
  onTestFinished(() => server.close());
  const headers: LightOptions['headers'] = ({ attempt, rejected }) => ({
    authorization: rejected ? `fresh-${attempt}` : `token-${attempt}`,
  });
  return { server, client: createLightClient({ endpoint: server.endpoint, headers, ...options }) };
}

test('returns the same as the whole client', async () => {
  const { client, server } = await stub(() => ({
    headers: { 'x-amzn-requestid': 'r-1', 'x-amzn-appsync-tokensconsumed': '2' },
    ...item,
  }));
  const result = await client.request(GetItem, { id: '1' });
  expect(result).toEqual({ ...item.body, denied: [], attempts: 1, requestId: 'r-1', tokensConsumed: 2 });
  expect(server.received[0]?.body).toEqual({ query: GetItem.text, variables: { id: '1' } });
});

test('replaces a refused token once', async () => {
  const once = await stub((_, count) => (count === 1 ? unauthorized : item));
  expect((await once.client.request(GetItem, { id: '1' })).attempts).toBe(2);
  const always = await stub(() => unauthorized);
  await expect(always.client.request(GetItem, { id: '1' })).rejects.toMatchObject({ code: 'unauthorized' });
  expect(always.server.received.map(({ headers }) => headers.authorization)).toEqual(['token-1', 'fresh-2']);
});

test('tells denied fields from nulls, and throws for them in strict mode', async () => {
  const answer = { body: { data: { getItem: { id: '1', name: null } }, errors: [deniedName] } };
  const { client } = await stub(() => answer);
  const { data, denied } = await client.request(GetItem, { id: '1' });
  expect(data.getItem?.name).toBeNull();
  expect(denied).toMatchObject([{ path: ['getItem', 'name'] }]);
  const strict = client.request(GetItem, { id: '1' }, { strict: true });
  await expect(strict).rejects.toMatchObject({ code: 'denied' });
});

test.each<[string, Answer]>([
  ['throttled', throttled],
  ['condition-failed', { body: { data: { updateItem: null }, errors: [conditionFailed] } }],
  ['http-status', { status: 502, body: '<html>' }],
  ['network', 'reset'],
])('ends in the same error family: %s', async (code, answer) => {
  const { client } = await stub(() => answer);
  await expect(client.request(UpdateItem, update)).rejects.toMatchObject({
    code,
    operationName: 'UpdateItem',
  });
});

test('gives up at the caller’s word', async () => {
  const { client } = await stub(() => item);
  const aborted = client.request(GetItem, { id: '1' }, { signal: AbortSignal.abort() });
  await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
});

test('a token that cannot be sent is told without repeating it', async () => {
  const { client } = await stub(() => item, { headers: () => ({ authorization: 'my-secret\n token' }) });
  const error = await client.request(GetItem, { id: '1' }).catch((caught: unknown) => caught);
  expect(inspect(error, { depth: 10 })).toContain('"authorization" holds a line break');
  expect(inspect(error, { depth: 10 })).not.toContain('my-secret');
});

test('a headers source that gives nothing is asked twice and no more', async () => {
  const { client, server } = await stub(() => unauthorized, { headers: () => undefined as never });
  await expect(client.request(GetItem, { id: '1' })).rejects.toMatchObject({ code: 'unauthorized' });
  expect(server.received).toHaveLength(2);
});
