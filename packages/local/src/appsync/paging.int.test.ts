import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type Auth, type TestApi } from './test-support/test-api.ts';

interface Page {
  readonly items: { readonly id: string; readonly status: string }[];
  readonly nextToken: string | null;
}

const count = 250;
let api: TestApi;
let admin: Auth;

beforeAll(async () => {
  api = await startTestApi({
    users: [{ username: 'ann' }, { username: 'bob' }, { username: 'admin', groups: ['Admin'] }],
  });
  api.local.seed(
    'Item',
    Array.from({ length: count }, (_, index) => ({
      id: `i${index}`,
      name: `n${index}`,
      status: index % 5 === 0 ? 'PENDING' : 'COMPLETED',
      owner: index % 50 === 0 ? 'ann' : 'somebody',
    })),
  );
  admin = await api.as('admin');
});
afterAll(() => api.local.close());

const list = `query ($filter: ModelItemFilterInput, $limit: Int, $nextToken: String) {
  page: listItems(filter: $filter, limit: $limit, nextToken: $nextToken) { items { id status } nextToken } }`;
const index = `query ($sortDirection: ModelSortDirection, $filter: ModelItemFilterInput, $limit: Int, $nextToken: String) {
  page: itemsByStatus(status: PENDING, sortDirection: $sortDirection, filter: $filter, limit: $limit,
    nextToken: $nextToken) { items { id status } nextToken } }`;

async function page(auth: Auth, query: string, variables: object): Promise<Page> {
  const { data, errors } = await api.ask(auth, query, variables);
  expect(errors).toEqual([]);
  return (data as { page: Page }).page;
}

async function pages(auth: Auth, query: string, variables: object): Promise<Page[]> {
  const all: Page[] = [];
  let nextToken: string | null = null;
  do {
    const next: Page = await page(auth, query, { ...variables, nextToken });
    all.push(next);
    nextToken = next.nextToken;
  } while (nextToken !== null);
  return all;
}

const ids = (all: Page[]): string[] => all.flatMap(({ items }) => items.map(({ id }) => id));

describe('a list', () => {
  test('reads 100 records unless told otherwise', async () => {
    const all = await pages(admin, list, {});
    expect(all.map(({ items }) => items.length)).toEqual([100, 100, 50]);
    expect(new Set(ids(all)).size).toBe(count);
  });

  test('counts what it reads before the filter, so that a page may be short or empty and not the last', async () => {
    const all = await pages(admin, list, { limit: 2, filter: { status: { eq: 'PENDING' } } });
    expect(ids(all)).toHaveLength(count / 5);
    expect(all.length).toBeGreaterThan(count / 2 - 1);
    expect(all.some(({ items, nextToken }) => items.length === 0 && nextToken !== null)).toBe(true);
  });

  test('counts the records that the caller may not see as well', async () => {
    const all = await pages(await api.as('ann'), list, { limit: 10 });
    expect(all.length).toBeGreaterThanOrEqual(count / 10);
    expect(ids(all).sort()).toEqual(['i0', 'i100', 'i150', 'i200', 'i50']);
    expect(ids(await pages(await api.as('bob'), list, { limit: 100 }))).toEqual([]);
  });

  test('ends with an empty page where the limit meets the end exactly, as DynamoDB does', async () => {
    const all = await pages(admin, list, { limit: 125 });
    expect(all.map(({ items }) => items.length)).toEqual([125, 125, 0]);
  });

  test('skips and repeats nothing that stays while others come and go', async () => {
    const first = await page(admin, list, { limit: 100 });
    const [gone] = first.items;
    await api.ask(admin, 'mutation ($id: ID!) { deleteItem(input: { id: $id }) { id } }', { id: gone?.id });
    await api.ask(admin, 'mutation { createItem(input: { id: "new", name: "n", status: FAILED }) { id } }');
    const rest: string[] = [];
    let { nextToken } = first;
    while (nextToken !== null) {
      const next = await page(admin, list, { limit: 100, nextToken });
      rest.push(...next.items.map(({ id }) => id));
      nextToken = next.nextToken;
    }
    const seen = [...first.items.map(({ id }) => id), ...rest].filter((id) => id !== 'new');
    expect(new Set(seen).size).toBe(count);
    expect(seen).toHaveLength(count);
    api.local.seed('Item', [{ id: gone?.id, name: 'n', status: gone?.status }]);
    await api.ask(admin, 'mutation { deleteItem(input: { id: "new" }) { id } }');
  });
});

describe('an index', () => {
  test('is read page by page, both ways', async () => {
    const forth = await pages(admin, index, { limit: 7 });
    expect(ids(forth)).toHaveLength(count / 5);
    expect(new Set(forth.flatMap(({ items }) => items.map(({ status }) => status)))).toEqual(
      new Set(['PENDING']),
    );
  });

  test('follows a record whose key changes', async () => {
    const change = 'mutation ($s: ItemStatus) { updateItem(input: { id: "i5", status: $s }) { id } }';
    await api.ask(admin, change, { s: 'FAILED' });
    expect(ids(await pages(admin, index, {}))).not.toContain('i5');
    await api.ask(admin, change, { s: 'PENDING' });
    expect(ids(await pages(admin, index, {}))).toContain('i5');
  });

  test('counts what it reads before filter and rules', async () => {
    const filter = { id: { eq: 'i50' } };
    const all = await pages(await api.as('ann'), index, { limit: 20, filter });
    expect(ids(all)).toEqual(['i50']);
    expect(all).toHaveLength(3);
  });

  test('without a sort key has no direction', async () => {
    const { data, errors } = await api.ask(admin, index, { sortDirection: 'DESC' });
    expect(data).toEqual({ page: null });
    expect(errors).toMatchObject([{ errorType: 'InvalidArgumentsError', path: ['page'] }]);
  });
});

describe('a page token', () => {
  const refusal = {
    path: ['page'],
    errorType: 'DynamoDB:UserIllegalArgumentException',
    message: expect.stringContaining('Invalid pagination token given.') as unknown,
  };

  test('is good for the query that it came from only', async () => {
    const { nextToken } = await page(admin, list, { limit: 10 });
    expect((await api.ask(admin, index, { nextToken })).errors).toMatchObject([refusal]);
    expect((await page(admin, list, { limit: 3, nextToken })).items).toHaveLength(3);
  });

  test.each(['x', '', Buffer.from('{"id":"i1"}').toString('base64')])(
    'that is made up (%s) is refused',
    async (nextToken) => {
      expect((await api.ask(admin, list, { nextToken })).errors).toMatchObject([refusal]);
    },
  );

  test('tells nothing of the record that it stands at', async () => {
    const { nextToken } = await page(await api.as('bob'), list, { limit: 1 });
    const text = Buffer.from(nextToken ?? '', 'base64').toString('latin1');
    expect(text).not.toMatch(/i\d|somebody/);
  });
});

test.each([0, -1])('a limit of %i is refused in the words of AWS', async (limit) => {
  const { errors } = await api.ask(admin, list, { limit });
  expect(errors).toMatchObject([
    {
      path: ['page'],
      errorType: 'DynamoDB:DynamoDbException',
      message: expect.stringContaining('greater than or equal to 1') as unknown,
    },
  ]);
});
