import { GraphQLClient } from 'graphql-request';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type Auth, type TestApi } from './test-support/test-api.ts';

interface Item {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly owner: string | null;
  readonly metadata: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

let api: TestApi;
let ann: Auth;
let admin: Auth;
let at = Date.parse('2026-03-04T05:06:07.089Z');
const fields = 'id name status owner metadata batchProcessed createdAt updatedAt';

beforeAll(async () => {
  api = await startTestApi({
    users: [{ username: 'ann' }, { username: 'bob' }, { username: 'admin', groups: ['Admin'] }],
    now: () => at,
  });
  ann = await api.as('ann');
  admin = await api.as('admin');
});
afterAll(() => api.local.close());

/** graphql-request, as a program would use it. */
function clientOf(auth: Auth): GraphQLClient {
  return new GraphQLClient(api.local.graphqlEndpoint, { headers: auth as Record<string, string> });
}

async function create(auth: Auth, input: object): Promise<Item> {
  const query = `mutation ($input: CreateItemInput!) { createItem(input: $input) { ${fields} } }`;
  const { createItem } = await clientOf(auth).request<{ createItem: Item }>(query, { input });
  return createItem;
}

const update = (auth: Auth, input: object, condition?: object) =>
  api.ask(
    auth,
    `mutation ($input: UpdateItemInput!, $condition: ModelItemConditionInput) {
      updateItem(input: $input, condition: $condition) { ${fields} } }`,
    { input, condition },
  );

const conditionFailed = (path: string) => ({
  path: [path],
  data: null,
  errorType: 'DynamoDB:ConditionalCheckFailedException',
  errorInfo: null,
  locations: [expect.objectContaining({ sourceName: null })],
  message: expect.stringMatching(/^The conditional request failed/) as unknown,
});

describe('a new record', () => {
  test('gets id, times and its owner, of whom readers see the name', async () => {
    const item = await create(ann, { name: 'one', status: 'PENDING' });
    expect(item).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      name: 'one',
      status: 'PENDING',
      owner: 'ann',
      metadata: null,
      batchProcessed: null,
      createdAt: '2026-03-04T05:06:07.089Z',
      updatedAt: '2026-03-04T05:06:07.089Z',
    });
  });

  test('keeps the id that was given, once', async () => {
    await create(ann, { id: 'given', name: 'one', status: 'PENDING' });
    const { data, errors } = await api.ask(
      admin,
      'mutation { createItem(input: { id: "given", name: "two", status: FAILED }) { id } }',
    );
    expect(data).toEqual({ createItem: null });
    expect(errors).toEqual([conditionFailed('createItem')]);
    const { data: still } = await api.ask(admin, '{ getItem(id: "given") { name owner } }');
    expect(still).toEqual({ getItem: { name: 'one', owner: 'ann' } });
  });

  test('may name its creator as the owner, by name, by sub or by both', async () => {
    const { IdToken } = await api.tokens('ann');
    const { sub } = JSON.parse(Buffer.from(IdToken.split('.')[1] ?? '', 'base64url').toString()) as {
      sub: string;
    };
    for (const owner of ['ann', sub, `${sub}::ann`]) {
      expect(await create(ann, { name: 'mine', status: 'PENDING', owner })).toMatchObject({
        owner: owner.split('::').at(-1),
      });
    }
  });

  test.each(['bob', '', 'ann::ann', 'ANN', '::ann'])('is refused in the name of "%s"', async (owner) => {
    const { data, errors } = await api.ask(
      ann,
      'mutation ($o: String) { createItem(input: { name: "x", status: PENDING, owner: $o }) { id } }',
      { o: owner },
    );
    expect(data).toEqual({ createItem: null });
    expect(errors).toMatchObject([
      { errorType: 'Unauthorized', message: 'Not Authorized to access createItem on type Mutation' },
    ]);
  });

  test('has no owner when its creator said so, or is no user', async () => {
    const { data } = await api.ask(
      api.signed(api.local.roles.functions, { at: new Date(at) }),
      'mutation { createItem(input: { name: "iam", status: PENDING }) { owner } }',
    );
    expect(data).toEqual({ createItem: { owner: null } });
    const mutation = 'mutation { createItem(input: { name: "x", status: PENDING, owner: null }) { owner } }';
    expect((await api.ask(ann, mutation)).errors).toMatchObject([{ errorType: 'Unauthorized' }]);
    expect((await api.ask(admin, mutation)).data).toEqual({ createItem: { owner: null } });
  });

  test('is not taken over by a stranger who updates it', async () => {
    const { id } = await create(ann, { name: 'mine', status: 'PENDING' });
    const { errors } = await update(await api.as('bob'), { id, owner: 'bob' });
    expect(errors).toMatchObject([{ path: ['updateItem'], errorType: 'Unauthorized' }]);
    // AWS lets whoever may update the owner field hand the record on, unless the field has rules of its own.
    expect((await update(ann, { id, owner: 'bob' })).data).toMatchObject({ updateItem: { owner: 'bob' } });
    expect((await update(ann, { id, name: 'back' })).errors).toMatchObject([{ errorType: 'Unauthorized' }]);
  });
});

describe('a change', () => {
  test('leaves alone what it does not name, removes what it sets to null, and moves updatedAt only', async () => {
    const { id } = await create(ann, { name: 'a', status: 'PENDING', metadata: '{"k":[1,null]}' });
    at += 1000;
    const { data } = await update(ann, { id, status: 'PROCESSING' });
    expect(data).toMatchObject({
      updateItem: {
        name: 'a',
        status: 'PROCESSING',
        metadata: '{"k":[1,null]}',
        createdAt: '2026-03-04T05:06:07.089Z',
        updatedAt: new Date(at).toISOString(),
      },
    });
    const { data: removed } = await update(ann, { id, metadata: null });
    expect(removed).toMatchObject({ updateItem: { metadata: null } });
    const { data: gone } = await api.ask(
      ann,
      '{ listItems(limit: 1000, filter: { metadata: { attributeExists: false } }) { items { id } } }',
    );
    expect((gone as { listItems: { items: Item[] } }).listItems.items.map((item) => item.id)).toContain(id);
  });

  test('happens only where the condition holds, and the record is as before where it does not', async () => {
    const { id } = await create(ann, { name: 'a', status: 'PENDING' });
    const pending = { status: { eq: 'PENDING' } };
    expect((await update(ann, { id, status: 'COMPLETED' }, pending)).errors).toEqual([]);
    const { data, errors } = await update(ann, { id, status: 'FAILED' }, pending);
    expect(data).toEqual({ updateItem: null });
    expect(errors).toEqual([conditionFailed('updateItem')]);
    const { data: after } = await api.ask(ann, 'query ($id: ID!) { getItem(id: $id) { status } }', { id });
    expect(after).toEqual({ getItem: { status: 'COMPLETED' } });
  });

  test('of a record that is not there fails like a condition, and for a stranger like a denial', async () => {
    expect((await update(admin, { id: 'nowhere', name: 'x' })).errors).toEqual([
      conditionFailed('updateItem'),
    ]);
    expect((await update(ann, { id: 'nowhere', name: 'x' })).errors).toMatchObject([
      { errorType: 'Unauthorized' },
    ]);
  });

  test('of one alias that fails leaves the others of the request done', async () => {
    const first = await create(ann, { name: 'a', status: 'PENDING' });
    const { data, errors } = await api.ask(
      ann,
      `mutation ($id: ID!) {
        one: updateItem(input: { id: $id, name: "done" }) { name }
        two: updateItem(input: { id: "nowhere", name: "x" }) { name }
        three: updateItem(input: { id: $id, batchProcessed: true }) { name batchProcessed }
      }`,
      { id: first.id },
    );
    expect(data).toEqual({
      one: { name: 'done' },
      two: null,
      three: { name: 'done', batchProcessed: true },
    });
    expect(errors).toMatchObject([{ path: ['two'], errorType: 'Unauthorized' }]);
  });

  test('is lost by nobody when a hundred race for one record', async () => {
    const { id } = await create(admin, { name: '0', status: 'PENDING' });
    const results = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        update(admin, { id, name: String(index), status: 'COMPLETED' }, { status: { eq: 'PENDING' } }),
      ),
    );
    expect(results.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
  });
});

describe('a deletion', () => {
  test('answers what it deleted, once, and only where its condition holds', async () => {
    const { id } = await create(ann, { name: 'bye', status: 'PENDING' });
    const remove = `mutation ($id: ID!, $c: ModelItemConditionInput) {
      deleteItem(input: { id: $id }, condition: $c) { id name } }`;
    const refused = await api.ask(ann, remove, { id, c: { name: { ne: 'bye' } } });
    expect(refused.errors).toEqual([conditionFailed('deleteItem')]);
    expect((await api.ask(ann, remove, { id })).data).toEqual({ deleteItem: { id, name: 'bye' } });
    expect((await api.ask(admin, remove, { id })).errors).toEqual([conditionFailed('deleteItem')]);
    const { data, errors } = await api.ask(admin, 'query ($id: ID!) { getItem(id: $id) { id } }', { id });
    expect([data, errors]).toEqual([{ getItem: null }, []]);
  });
});
