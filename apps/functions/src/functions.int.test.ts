import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { userPoolSource } from '@postern/auth';
import { createClient, type Client } from '@postern/client';
import {
  GetBatchStatus,
  GetItemsBatch,
  ListPendingItems,
  ProcessBatch,
  UpdateItemsBatch,
} from '@postern/graphql';
import { startLocal, type Local } from '@postern/local';
import { afterAll, beforeAll, expect, test } from 'vitest';
import createFunctions from './functions.ts';

const schema = readFileSync(join(import.meta.dirname, '../../../graphql/schema.graphql'), 'utf8');
let local: Local;
let service: Client;

function clientOf(username: string): Client {
  const { region, userPoolId, clients, cognitoEndpoint, users } = local;
  const password = users.find((user) => user.username === username)?.password ?? '';
  const source = userPoolSource({
    region,
    userPoolId,
    ...clients.public,
    endpoint: cognitoEndpoint,
    username,
    password,
  });
  return createClient({ endpoint: local.graphqlEndpoint, headers: source.headers });
}

beforeAll(async () => {
  local = await startLocal({
    schema,
    functions: createFunctions,
    users: [
      { username: 'service', groups: ['BatchProcessor'] },
      { username: 'admin', groups: ['Admin'] },
    ],
  });
  const status = (index: number) => (index < 30 ? 'PENDING' : 'COMPLETED');
  local.seed(
    'Item',
    Array.from({ length: 40 }, (_, index) => ({ id: `i${index}`, name: `n${index}`, status: status(index) })),
  );
  local.seed('BatchOperation', [{ id: 'b1', operationType: 'test', status: 'RUNNING' }]);
  service = clientOf('service');
});
afterAll(() => local.close());

test('listPendingItems gives the pending items only', async () => {
  const { data } = await service.request(ListPendingItems, {});
  expect(data.listPendingItems?.length).toBe(30);
  expect(new Set(data.listPendingItems?.map((item) => item?.status))).toEqual(new Set(['PENDING']));
});

test('getItemsBatch keeps the order and gives null for an id that is not there', async () => {
  const { data } = await service.request(GetItemsBatch, { ids: ['i3', 'missing', 'i1'] });
  expect(data.getItemsBatch?.map((item) => item?.id ?? null)).toEqual(['i3', null, 'i1']);
});

test('getBatchStatus gives the record of a run', async () => {
  const { data } = await service.request(GetBatchStatus, { batchId: 'b1' });
  expect(data.getBatchStatus).toMatchObject({ id: 'b1', status: 'RUNNING' });
});

test('updateItemsBatch updates what is there, metadata included, and shows what is not as null', async () => {
  const items = [
    { id: 'i39', name: 'renamed', metadata: '{"a":[1]}' },
    { id: 'missing', name: 'x' },
  ];
  const { data } = await service.request(UpdateItemsBatch, { items });
  expect(data.updateItemsBatch?.[0]).toMatchObject({ name: 'renamed', metadata: '{"a":[1]}' });
  expect(data.updateItemsBatch?.[1]).toBeNull();
});

test('processBatch completes what is pending and accounts for every other id', async () => {
  const itemIds = [...Array.from({ length: 28 }, (_, index) => `i${index}`), 'i35', 'missing'];
  const input = { batchId: 'b1', itemIds, processingType: 'COMPLETE' };
  const { data } = await service.request(ProcessBatch, { input });
  expect(data.processBatch).toMatchObject({ processedCount: 28, failedCount: 2 });
  expect(data.processBatch?.errors?.map((error) => error?.itemId)).toEqual(['i35', 'missing']);
});

test('processBatch refuses a kind of processing that it does not know', async () => {
  const input = { batchId: 'b1', itemIds: ['i1'], processingType: 'SHRED' };
  await expect(service.request(ProcessBatch, { input })).rejects.toMatchObject({
    code: 'graphql',
    errors: [
      { errorType: 'Lambda:Unhandled', message: 'processingType "SHRED" is not known; it is "COMPLETE".' },
    ],
  });
});

test('an administrator who is no batch processor is refused', async () => {
  await expect(clientOf('admin').request(ListPendingItems, {})).rejects.toMatchObject({ code: 'denied' });
});
