import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outcome, startTestApi, type Auth, type TestApi } from './test-support/test-api.ts';

let api: TestApi;
let callers: Record<string, Auth>;

beforeAll(async () => {
  const answers = { listPendingItems: [], getItemsBatch: [], updateItemsBatch: [] };
  const echo = Object.entries(answers).map(([name, answer]) => [name, () => answer] as const);
  api = await startTestApi({
    users: [
      { username: 'owner' },
      { username: 'stranger', groups: ['Admins', 'batchprocessor'] },
      { username: 'admin', groups: ['Admin'] },
      { username: 'batch', groups: ['BatchProcessor'] },
    ],
    functions: () => ({
      ...Object.fromEntries(echo),
      getBatchStatus: () => ({ id: 'b', status: 'RUNNING' }),
      processBatch: () => ({ batchId: 'b', processedCount: 0, failedCount: 0 }),
    }),
  });
  const { roles, apiKey } = api.local;
  callers = {
    owner: await api.as('owner'),
    stranger: await api.as('stranger'),
    admin: await api.as('admin'),
    batch: await api.as('batch'),
    functions: api.signed(roles.functions),
    unknownKey: api.signed({ ...roles.functions, accessKeyId: 'AKIAUNKNOWNUNKNOWN00' }),
    apiKey: { 'x-api-key': apiKey },
    nobody: {},
  };
});
afterAll(() => api.local.close());

const name = () => `n-${randomUUID()}`;

/** Makes a record that belongs to `owner`, who is the only one to see it besides the groups. */
async function ownersItem(): Promise<string> {
  const query = 'mutation ($name: String!) { createItem(input: { name: $name, status: PENDING }) { id } }';
  const { data } = await api.ask(callers.owner!, query, { name: name() });
  return (data as { createItem: { id: string } }).createItem.id;
}

async function verdicts(query: string, variables: () => object | Promise<object> = () => ({})) {
  const rows: Record<string, string> = {};
  for (const [caller, auth] of Object.entries(callers)) {
    rows[caller] = outcome(await api.ask(auth, query, await variables()));
  }
  return rows;
}

const shut = { unknownKey: 'refused 403', apiKey: 'denied', nobody: 'refused 401' };
const everyone = { owner: 'ok', stranger: 'ok', admin: 'ok', batch: 'ok', functions: 'ok', ...shut };
const ownerAndGroups = { ...everyone, stranger: 'denied' };
const groupsOnly = { ...ownerAndGroups, owner: 'denied' };
const batchOnly = { ...groupsOnly, admin: 'denied' };

describe('who may do what with items', () => {
  test('every signed-in user creates, and owns what is created', async () => {
    const query = 'mutation ($n: String!) { createItem(input: { name: $n, status: PENDING }) { id } }';
    expect(await verdicts(query, () => ({ n: name() }))).toEqual(everyone);
  });

  test('a record is read by its owner, the groups and IAM', async () => {
    const id = await ownersItem();
    expect(await verdicts('query ($id: ID!) { getItem(id: $id) { id name } }', () => ({ id }))).toEqual(
      ownerAndGroups,
    );
  });

  test('a list shows nobody what they may not get', async () => {
    await ownersItem();
    const list = '{ listItems(limit: 1000, filter: { name: { beginsWith: "n-" } }) { items { owner } } }';
    const index = '{ itemsByStatus(status: PENDING, limit: 1000) { items { owner } } }';
    for (const query of [list, index]) {
      expect(await verdicts(query)).toEqual(everyone);
      const { data } = await api.ask(callers.stranger!, query);
      const [page] = Object.values(data ?? {}) as { items: { owner: string }[] }[];
      expect(new Set(page?.items.map(({ owner }) => owner))).toEqual(new Set(['stranger']));
    }
  });

  test('a record is changed and deleted by its owner, the groups and IAM', async () => {
    const variables = async () => ({ id: await ownersItem() });
    const change = 'mutation ($id: ID!) { updateItem(input: { id: $id, name: "x" }) { id } }';
    expect(await verdicts(change, variables)).toEqual(ownerAndGroups);
    const remove = 'mutation ($id: ID!) { deleteItem(input: { id: $id }) { id } }';
    expect(await verdicts(remove, variables)).toEqual(ownerAndGroups);
  });

  test('an alias brings nobody to another owner’s record', async () => {
    const id = await ownersItem();
    const query = `query ($id: ID!) { a: getItem(id: $id) { id } b: getItem(id: $id) { name } mine: listItems { items { id } } }`;
    const { data, errors } = await api.ask(callers.stranger!, query, { id });
    expect(data).toMatchObject({ a: null, b: null, mine: { items: expect.any(Array) as unknown } });
    expect(errors.map(({ path, errorType }) => [path, errorType])).toEqual([
      [['a'], 'Unauthorized'],
      [['b'], 'Unauthorized'],
    ]);
  });
});

describe('who may do what with runs', () => {
  const create =
    'mutation { createBatchOperation(input: { operationType: "t", status: RUNNING }) { id status } }';

  test('the groups and IAM create, read, list, change and delete them', async () => {
    expect(await verdicts(create)).toEqual(groupsOnly);
    expect(await verdicts('{ listBatchOperations { items { id } } }')).toEqual(groupsOnly);
    const made = async () => {
      const { data } = await api.ask(callers.admin!, create);
      return { id: (data as { createBatchOperation: { id: string } }).createBatchOperation.id };
    };
    const get = 'query ($id: ID!) { getBatchOperation(id: $id) { id } }';
    expect(await verdicts(get, made)).toEqual(groupsOnly);
    const update =
      'mutation ($id: ID!) { updateBatchOperation(input: { id: $id, itemsProcessed: 1 }) { id } }';
    expect(await verdicts(update, made)).toEqual(groupsOnly);
    const remove = 'mutation ($id: ID!) { deleteBatchOperation(input: { id: $id }) { id } }';
    expect(await verdicts(remove, made)).toEqual(groupsOnly);
  });
});

describe('who may call the functions', () => {
  test.each([
    '{ listPendingItems { id } }',
    '{ getItemsBatch(ids: ["1"]) { id } }',
    '{ getBatchStatus(batchId: "b") { id status } }',
    'mutation { processBatch(input: { batchId: "b", itemIds: [], processingType: "t" }) { batchId processedCount } }',
    'mutation { updateItemsBatch(items: [{ id: "1" }]) { id } }',
  ])('the batch group and IAM: %s', async (query) => {
    expect(await verdicts(query)).toEqual(batchOnly);
  });
});

test('a denied field is null, with path, type, place and words of AWS', async () => {
  const { status, data, errors } = await api.ask(
    callers.stranger!,
    'query Runs {\n  listBatchOperations {\n    items { id }\n  }\n  listItems { items { id } }\n}',
  );
  expect(status).toBe(200);
  expect(data).toMatchObject({ listBatchOperations: null });
  expect(errors).toEqual([
    {
      path: ['listBatchOperations'],
      data: null,
      errorType: 'Unauthorized',
      errorInfo: null,
      locations: [{ line: 2, column: 3, sourceName: null }],
      message: 'Not Authorized to access listBatchOperations on type Query',
    },
  ]);
});

test('a whole request without proof is refused with 401 in AWS’s shape', async () => {
  const { status, headers, data, errors } = await api.ask(callers.nobody!, '{ listItems { items { id } } }');
  expect(status).toBe(401);
  expect(headers.get('x-amzn-errortype')).toBe('UnauthorizedException');
  expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  expect(data).toBeUndefined();
  expect(errors).toEqual([
    { errorType: 'UnauthorizedException', message: 'Valid authorization header not provided.' },
  ]);
});
