import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type Auth, type TestApi } from './test-support/test-api.ts';

let api: TestApi;
let admin: Auth;

beforeAll(async () => {
  api = await startTestApi({ users: [{ username: 'admin', groups: ['Admin'] }] });
  admin = await api.as('admin');
});
afterAll(() => api.local.close());

const malformed = (message: string) => ({
  status: 400,
  errors: [{ errorType: 'MalformedHttpRequestException', message }],
});
const unparsable = malformed('Unable to parse GraphQL query.');

describe('a body that is no request', () => {
  test.each([
    ['', malformed('Request body is empty.')],
    ['{', unparsable],
    ['null', unparsable],
    ['[]', unparsable],
    ['"{ listItems }"', unparsable],
    ['{}', unparsable],
    ['{"query":""}', unparsable],
    ['{"query":1}', unparsable],
    ['{"query":"{ listItems"}', unparsable],
    ['{"query":"}{"}', unparsable],
    ['{"query":"{ __typename }","variables":"x"}', unparsable],
    ['{"query":"{ __typename }","variables":[1]}', unparsable],
    ['{"query":"query A { __typename } query B { __typename }"}', malformed('Missing operation name.')],
    ['{"query":"query A { __typename }","operationName":"B"}', malformed("Unknown operation named 'B'.")],
  ])('%s', async (body, answer) => {
    const { status, errors } = await api.post(admin, body);
    expect({ status, errors }).toEqual(answer);
  });

  test('in bytes that are no text', async () => {
    const response = await fetch(api.local.graphqlEndpoint, {
      method: 'POST',
      headers: admin as Record<string, string>,
      body: Buffer.from([0xff, 0xfe, 0x00, 0x7b]),
    });
    expect(response.status).toBe(400);
  });

  test('over 1 MB', async () => {
    const { status } = await api.post(admin, JSON.stringify({ query: `#${'x'.repeat(1024 * 1024)}` }));
    expect(status).toBe(413);
    expect((await api.ask(admin, '{ __typename }')).status).toBe(200);
  });

  test('nested beyond reason, whichever way, and the next request is answered', async () => {
    const deep = 20_000;
    const bodies = [
      JSON.stringify({ query: `${'{a'.repeat(deep)}${'}'.repeat(deep)}` }),
      `{"query":"{ __typename }","variables":${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}}`,
      JSON.stringify({ query: `query ($a: ${'['.repeat(deep)}ID${']'.repeat(deep)}) { __typename }` }),
      JSON.stringify({
        query: 'query ($f: ModelItemFilterInput) { listItems(filter: $f) { nextToken } }',
      }).replace('}"}', `}","variables":{"f":{"name":{"eq":${'['.repeat(deep)}${']'.repeat(deep)}}}}}`),
      JSON.stringify({ query: `{ getItem(id: ${'['.repeat(deep)}1${']'.repeat(deep)}) { id } }` }),
    ];
    for (const body of bodies) expect((await api.post(admin, body)).status).toBeLessThan(500);
    expect((await api.ask(admin, '{ __typename }')).status).toBe(200);
  });

  test('is looked at only after the caller’s proof', async () => {
    expect((await api.post({}, '{')).status).toBe(401);
  });
});

const invalid = (message: string) => ({ path: null, message });

describe('a document that does not fit the schema is answered in the words of AWS', () => {
  test.each([
    [
      '{ nothing }',
      "Validation error of type FieldUndefined: Field 'nothing' in type 'Query' is undefined @ 'nothing'",
    ],
    [
      '{ listItems { items { nothing } } }',
      "Validation error of type FieldUndefined: Field 'nothing' in type 'Item' is undefined @ 'listItems/items/nothing'",
    ],
    [
      '{ listItems }',
      "Validation error of type SubSelectionRequired: Sub selection required for type ModelItemConnection of field listItems @ 'listItems'",
    ],
    [
      '{ getItem { id } }',
      "Validation error of type MissingFieldArgument: Missing field argument id @ 'getItem'",
    ],
    [
      '{ getItem(id: "1", x: 2) { id } }',
      "Validation error of type UnknownArgument: Unknown field argument x @ 'getItem'",
    ],
    [
      'query ($a: Nothing) { getItem(id: $a) { id } }',
      'Validation error of type UnknownType: Unknown type Nothing',
    ],
    [
      '{ getItem(id: $a) { id } }',
      "Validation error of type UndefinedVariable: Undefined variable a @ 'getItem'",
    ],
    [
      'query ($a: ID) { listItems { items { id } } }',
      'Validation error of type UnusedVariable: Unused variable a',
    ],
    [
      'mutation { createItem(input: { name: "x" }) { id } }',
      `Validation error of type WrongType: argument with value '{name: "x"}' is missing required fields '[status]' @ 'createItem'`,
    ],
    ['{ ...F }', 'Validation error of type UndefinedFragment: Undefined fragment F'],
  ])('%s', async (query, message) => {
    const { status, data, errors } = await api.ask(admin, query);
    expect({ status, data }).toEqual({ status: 200, data: null });
    expect(errors).toContainEqual(expect.objectContaining(invalid(message)));
    expect(errors[0]?.locations).toEqual([
      { line: 1, column: expect.any(Number) as number, sourceName: null },
    ]);
  });
});

describe('variables that do not fit are answered in the words of AWS', () => {
  const create = 'mutation ($input: CreateItemInput!) { createItem(input: $input) { id } }';
  const good = { name: 'x', status: 'PENDING' };

  test.each([
    [create, {}, "Variable 'input' has coerced Null value for NonNull type 'CreateItemInput!'"],
    [create, { input: null }, "Variable 'input' has coerced Null value for NonNull type 'CreateItemInput!'"],
    [
      create,
      { input: { status: 'PENDING' } },
      "Variable 'input' has coerced Null value for NonNull type 'String!'",
    ],
    [
      create,
      { input: { ...good, nothing: 1 } },
      "The variables input contains a field that is not defined for input object type 'CreateItemInput' ",
    ],
    [create, { input: { ...good, status: 'OPEN' } }, "Variable 'status' has an invalid value."],
    [
      create,
      { input: { ...good, lastProcessedAt: 'yesterday' } },
      "Variable 'lastProcessedAt' has an invalid value.",
    ],
    [
      create,
      { input: { ...good, metadata: '{' } },
      "Variable 'metadata' has an invalid value. Unable to parse { as valid JSON.",
    ],
    [
      create,
      { input: { ...good, metadata: { a: 1 } } },
      "Variable 'metadata' has an invalid value. Unable to parse {a=1} as valid JSON.",
    ],
    [
      'query ($l: Int) { listItems(limit: $l) { items { id } } }',
      { l: 'x' },
      "Variable 'l' has an invalid value.",
    ],
    ['query ($id: ID!) { getItem(id: $id) { id } }', { id: { a: 1 } }, "Variable 'id' has an invalid value."],
  ])('%s %j', async (query, variables, message) => {
    const { status, data, errors } = await api.ask(admin, query, variables);
    expect({ status, data }).toEqual({ status: 200, data: null });
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ path: null });
    expect(String(errors[0]?.message).trim()).toBe(message.trim());
  });
});

describe('a record that DynamoDB would not take is refused in its words', () => {
  const create = 'mutation ($input: CreateItemInput!) { createItem(input: $input) { id metadata } }';
  const ask = (metadata: string) =>
    api.ask(admin, create, { input: { name: 'x', status: 'PENDING', metadata } });

  test('nested deeper than 32 levels', async () => {
    const nested = (levels: number) => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);
    expect((await ask(nested(32))).errors).toEqual([]);
    for (const levels of [33, 50_000]) {
      expect((await ask(nested(levels))).errors).toMatchObject([
        {
          path: ['createItem'],
          errorType: 'DynamoDB:DynamoDbException',
          message: expect.stringContaining('Nesting Levels have exceeded supported limits') as string,
        },
      ]);
    }
  });

  test('larger than 400 KB', async () => {
    expect((await ask(JSON.stringify('x'.repeat(399 * 1024)))).errors).toEqual([]);
    expect((await ask(JSON.stringify('x'.repeat(400 * 1024)))).errors).toMatchObject([
      {
        path: ['createItem'],
        errorType: 'DynamoDB:DynamoDbException',
        message: expect.stringContaining('Item size has exceeded the maximum allowed size') as string,
      },
    ]);
  });
});

describe('names that mean something to JavaScript are names like any other', () => {
  const hostile = (key: string): string => `{"${key}":{"isAdmin":true,"owner":"admin"}}`;

  test.each(['__proto__', 'constructor', 'prototype'])('%s in variables, filters and JSON', async (key) => {
    const create = `mutation ($input: CreateItemInput!) { createItem(input: $input) { id metadata } }`;
    const input = `{"name":"x","status":"PENDING","metadata":${JSON.stringify(hostile(key))}`;
    const sent = (extra: string) =>
      api.post(admin, `{"query":${JSON.stringify(create)},"variables":{"input":${input}${extra}}}}`);
    expect((await sent('')).data).toMatchObject({ createItem: { metadata: hostile(key) } });
    const { data, errors } = await sent(`,"${key}":{"owner":"admin"}`);
    expect(data).toBeNull();
    expect(errors).toMatchObject([
      { message: expect.stringContaining('not defined for input object type') as string },
    ]);
    const filter = `query ($f: ModelItemFilterInput) { listItems(filter: $f) { items { id } } }`;
    const body = `{"query":${JSON.stringify(filter)},"variables":{"f":{"${key}":{"eq":"x"}}}}`;
    expect((await api.post(admin, body)).errors).toHaveLength(1);
    const variables = `{"query":"{ __typename }","variables":{"${key}":{"polluted":true}}}`;
    expect((await api.post(admin, variables)).data).toEqual({ __typename: 'Query' });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(Object.hasOwn(Object.prototype, 'owner')).toBe(false);
  });

  test('a record may have such an id', async () => {
    for (const id of ['__proto__', 'constructor', '', "'; DROP TABLE item; --", '\u0000', '🏰']) {
      const variables = { input: { id, name: id, status: 'PENDING' } };
      const created = await api.ask(
        admin,
        'mutation ($input: CreateItemInput!) { createItem(input: $input) { id name } }',
        variables,
      );
      if (id === '') continue;
      expect(created.data).toEqual({ createItem: { id, name: id } });
      const { data } = await api.ask(admin, 'query ($id: ID!) { getItem(id: $id) { name } }', { id });
      expect(data).toEqual({ getItem: { name: id } });
    }
  });
});

test('the schema can be asked for, as AppSync allows by default', async () => {
  const { data } = await api.ask(admin, '{ __schema { queryType { name } } __type(name: "Item") { name } }');
  expect(data).toEqual({ __schema: { queryType: { name: 'Query' } }, __type: { name: 'Item' } });
});

test('a request that is for none of the endpoints is told what there is', async () => {
  for (const [method, path] of [
    ['PUT', '/graphql'],
    ['POST', '/graphq'],
    ['PUT', '/'],
  ] as const) {
    const response = await fetch(`${api.local.url}${path}`, { method });
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('/graphql by POST or GET');
  }
});

test('an answer says how long it is, in bytes', async () => {
  const response = await fetch(api.local.graphqlEndpoint, {
    method: 'POST',
    headers: admin as Record<string, string>,
    body: '{"query":"mutation { createItem(input: { name: \\"Zürich\\", status: PENDING }) { name } }"}',
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(bytes.toString()).toBe('{"data":{"createItem":{"name":"Zürich"}}}');
  expect(response.headers.get('content-length')).toBe(String(bytes.length));
});
