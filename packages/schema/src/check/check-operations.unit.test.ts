import { describe, expect, test } from 'vitest';
import { expand } from '../expand.ts';
import { checkOperations } from './check-operations.ts';
import { findingCodes, findingExplanations } from './explanations.ts';

const items = /* GraphQL */ `
  type Item @model @auth(rules: [{ allow: owner }, { allow: groups, groups: ["Admin", "Viewer"] }]) {
    id: ID!
    name: String!
    title: String @deprecated(reason: "Use name.")
    status: Status! @index(name: "byStatus", queryField: "itemsByStatus")
    token: String @auth(rules: [{ allow: groups, groups: ["Admin"], operations: [create] }])
    note: String @auth(rules: [{ allow: groups, groups: ["Admin"] }])
    parts: [Part] @hasMany(indexName: "byItem", fields: ["id"])
    spare: Part @hasOne
  }
  type Part @model @auth(rules: [{ allow: groups, groups: ["Admin", "Viewer"] }]) {
    id: ID!
    itemId: ID! @index(name: "byItem")
    size: Int
  }
  enum Status {
    OPEN
    DONE
  }
  type Query {
    closed: String @function(name: "closed") @auth(rules: [{ allow: groups, groups: ["Admin"] }])
    backend: String @function(name: "backend")
  }
  type Mutation {
    touch(id: ID!): Item @function(name: "touch") @auth(rules: [{ allow: groups, groups: ["Admin"] }])
    count: Receipt @function(name: "count") @auth(rules: [{ allow: groups, groups: ["Admin"] }])
  }
  type Receipt {
    number: Int
  }
`;
const expanded = expand(items);

const found = (...bodies: string[]) =>
  checkOperations(
    expanded,
    bodies.map((body, index) => ({ name: `${index + 1}.graphql`, body })),
  );
const codes = (...bodies: string[]) =>
  found(...bodies).map(({ code, file, line, column }) => `${file}:${line}:${column} ${code}`);

test('finds nothing in operations that are as they should be', () => {
  const operations = `
    query GetItem($id: ID!) { getItem(id: $id) { ...ItemFields } }
    query ListItems($filter: ModelItemFilterInput, $limit: Int, $nextToken: String) {
      listItems(filter: $filter, limit: $limit, nextToken: $nextToken) { items { ...ItemFields } nextToken }
    }
    mutation CreateItem($input: CreateItemInput!) { createItem(input: $input) { ...ItemFields } }
    subscription OnCreateItem { onCreateItem { ...ItemFields } }`;
  expect(found(operations, 'fragment ItemFields on Item { __typename id name status note }')).toEqual([]);
});

describe('syntax', () => {
  test('is found where it breaks, and the other files are checked all the same', () => {
    expect(codes('query A {', 'query B { getItem(id: "1") { nam } }')).toEqual([
      '1.graphql:1:10 syntax',
      '2.graphql:1:30 invalid-operation',
    ]);
  });

  test('of an empty file or one of comments is no mistake', () => {
    expect(found('', '# nothing yet\n\n')).toEqual([]);
  });
});

describe('invalid-operation', () => {
  test('is what the expanded schema does not have, with the name that may be meant', () => {
    expect(found('query A { getItem(id: "1") { nam } }')).toEqual([
      {
        code: 'invalid-operation',
        file: '1.graphql',
        line: 1,
        column: 30,
        message: 'Cannot query field "nam" on type "Item". Did you mean "name"?',
        remedy: 'Write one of the names that it proposes.',
      },
    ]);
  });

  test('in a fragment of another file is found there, once, and nothing else is said of what uses it', () => {
    const uses = 'query A { listItems { items { ...F } } } query B { listItems { items { ...F } } }';
    expect(codes(uses, 'fragment F on Item { nam title }')).toEqual(['2.graphql:1:22 invalid-operation']);
  });

  test('is a mutation without a selection too', () => {
    const [finding] = found('mutation D { deleteItem(input: { id: "1" }) }');
    expect(finding).toMatchObject({ code: 'invalid-operation', line: 1, column: 14 });
  });

  test('is an operation of a kind that the schema does not have', () => {
    const readOnly = expand('type Query { a: String }');
    const sources = [{ name: 'a.graphql', body: 'subscription S { onA }' }];
    expect(checkOperations(readOnly, sources)).toMatchObject([
      { code: 'invalid-operation', line: 1, column: 1, message: 'The schema has no subscriptions.' },
    ]);
  });

  test('reports all, however many', () => {
    const fields = Array.from({ length: 150 }, (_, index) => `wrong${index}`).join(' ');
    expect(found(`query A { getItem(id: "1") { ${fields} } }`)).toHaveLength(150);
  });
});

describe('unreadable-field', () => {
  test('is a field that no rule lets anybody read', () => {
    expect(found('query A {\n  getItem(id: "1") {\n    id\n    token\n  }\n}')).toEqual([
      {
        code: 'unreadable-field',
        file: '1.graphql',
        line: 4,
        column: 5,
        message: 'Nobody who may call getItem may read Item.token: it would always be denied.',
        remedy: 'Leave token out, or give Item.token a rule that lets callers read it.',
      },
    ]);
  });

  test('is not a field that one group may read', () => {
    expect(found('query A { getItem(id: "1") { note } }')).toEqual([]);
  });

  test('is a root field that nobody may call', () => {
    const closed = expand('type T @model @auth(rules: [{ allow: owner, operations: [create] }]) { id: ID! }');
    const sources = [{ name: 'a.graphql', body: 'query A { getT(id: "1") { id } }' }];
    expect(checkOperations(closed, sources)).toMatchObject([
      { code: 'unreadable-field', message: 'No rule lets anybody call Query.getT.' },
    ]);
  });

  test('is a field that only others than the callers may read', () => {
    const open = expand(items, { iamAccess: true });
    const sources = [{ name: 'a.graphql', body: 'mutation A { count { number } } query B { backend }' }];
    expect(checkOperations(open, sources)).toMatchObject([
      { code: 'unreadable-field', column: 22, message: expect.stringContaining('Receipt.number') },
    ]);
  });
});

describe('subscription-gets-null', () => {
  const subscription =
    'subscription S {\n  onUpdateItem {\n    id\n    mine: note\n    spare { size }\n  }\n}';

  test('is a field that a triggering mutation does not select', () => {
    const mutation = 'mutation U($i: UpdateItemInput!) { updateItem(input: $i) { id spare { id } } }';
    expect(found(subscription, mutation)).toEqual([
      {
        code: 'subscription-gets-null',
        file: '1.graphql',
        line: 4,
        column: 5,
        message: 'U (2.graphql:1) does not select it: the subscriber would get null.',
        remedy: 'Select note in that mutation too, best by a fragment that both share.',
      },
      expect.objectContaining({ code: 'subscription-gets-null', line: 5, column: 13 }),
    ]);
  });

  test('names every such mutation, and says where it breaks the whole delivery', () => {
    const mutation = (name: string) => `mutation ${name} { updateItem(input: { id: "1" }) { id } }`;
    const [finding] = found('subscription S { onUpdateItem { id name } }', mutation('U'), mutation('V'));
    expect(finding?.message).toBe(
      'U (2.graphql:1) and V (3.graphql:1) do not select it: the subscriber would get nothing but an error, as Item.name is never null.',
    );
  });

  test('is not said of a mutation that triggers another subscription', () => {
    expect(
      found(subscription, 'mutation C { createItem(input: { name: "a", status: OPEN }) { id } }'),
    ).toEqual([]);
  });

  test('knows the mutations that @aws_subscribe names, and interfaces', () => {
    const plain = expand(`
      interface Node { id: ID! }
      type A implements Node { id: ID! a: Int }
      type Query { node: Node }
      type Mutation { put: Node }
      type Subscription { onPut: Node @aws_subscribe(mutations: ["put"]) }`);
    const check = (body: string) => checkOperations(plain, [{ name: 'a.graphql', body }]);
    expect(check('mutation P { put { id } } subscription S { onPut { ... on A { id } } }')).toEqual([]);
    expect(check('mutation P { put { ... on A { id } } } subscription S { onPut { id } }')).toMatchObject([
      { code: 'subscription-gets-null' },
    ]);
  });
});

describe('names', () => {
  test('anonymous-operation is an operation without one', () => {
    expect(codes('query { getItem(id: "1") { id } }')).toEqual(['1.graphql:1:1 anonymous-operation']);
  });

  test('duplicate-name is the second of a name, in whatever file', () => {
    const [finding, ...more] = found('query A { closed }', '\nquery A { closed }');
    expect(finding).toMatchObject({
      code: 'duplicate-name',
      file: '2.graphql',
      line: 2,
      column: 7,
      message: 'There is an operation A already, in 1.graphql:1.',
    });
    expect(more).toEqual([]);
    const fragment = 'fragment F on Item { id }';
    expect(codes(fragment, fragment)).toEqual(['2.graphql:1:10 duplicate-name']);
  });
});

describe('list-without-next-token', () => {
  test('is a list whose token is not selected', () => {
    expect(codes('query L($t: String) { listItems(nextToken: $t) { items { id } } }')).toEqual([
      '1.graphql:1:23 list-without-next-token',
    ]);
  });

  test('is one whose token cannot be handed in', () => {
    const [finding] = found('query L { listItems { items { id } nextToken } }');
    expect(finding).toMatchObject({
      code: 'list-without-next-token',
      remedy: expect.stringContaining('$nextToken'),
    });
  });

  test('is one inside another record, where nobody would see that there is more', () => {
    expect(codes('query G { getItem(id: "1") { parts { items { id } } } }')).toEqual([
      '1.graphql:1:30 list-without-next-token',
    ]);
    expect(codes('query G { getItem(id: "1") { parts { items { id } nextToken } } }')).toEqual([]);
  });
});

describe('filter-empties-pages', () => {
  const list = (variables: string, filter: string) =>
    `query L($t: String ${variables}) { listItems(nextToken: $t, filter: ${filter}) { items { id } nextToken } }`;

  test('is a filter that is always there, and names the query that needs none', () => {
    expect(found(list('', '{ status: { eq: OPEN } }'))).toMatchObject([
      { code: 'filter-empties-pages', remedy: 'Ask itemsByStatus(status: …), which reads no other rows.' },
    ]);
    expect(found(list('', '{ name: { contains: "a" } }'))).toMatchObject([
      { code: 'filter-empties-pages', remedy: expect.stringContaining('@index') },
    ]);
    expect(codes(list('$f: ModelItemFilterInput!', '$f'))).toHaveLength(1);
    expect(codes(list('$f: ModelItemFilterInput = { name: { eq: "a" } }', '$f'))).toHaveLength(1);
  });

  test('is not one that may be left out, or is empty', () => {
    expect(codes(list('$f: ModelItemFilterInput', '$f'))).toEqual([]);
    expect(codes(list('', '{}'))).toEqual([]);
  });
});

test('deprecated is found with its reason', () => {
  expect(found('query A { getItem(id: "1") { title } }')).toMatchObject([
    { code: 'deprecated', line: 1, column: 30, message: 'The field Item.title is deprecated. Use name.' },
  ]);
});

test('mutation-selects-nothing is a mutation that returns a model and selects none of its fields', () => {
  const nothing = '{ __typename }';
  expect(codes(`mutation U { updateItem(input: { id: "1" }) ${nothing} }`)).toEqual([
    '1.graphql:1:14 mutation-selects-nothing',
  ]);
  expect(codes(`mutation T { touch(id: "1") { ...N } } fragment N on Item ${nothing}`)).toHaveLength(1);
  expect(codes(`mutation C { count ${nothing} }`)).toEqual([]);
});

describe('a silence', () => {
  const listing = 'query L($t: String) {';

  test('holds for the next line, or at the end of a line for that line', () => {
    const above = `${listing}\n  # postern-ignore list-without-next-token: one page holds all\n  # (ten at most)\n  listItems(nextToken: $t) { items { id } }\n}`;
    const behind = `${listing}\n  listItems(nextToken: $t) { items { id } } # postern-ignore list-without-next-token: one page\n}`;
    expect(found(above)).toEqual([]);
    expect(found(behind)).toEqual([]);
  });

  test('without a reason silences nothing and is a finding', () => {
    const body = `${listing}\n  # postern-ignore list-without-next-token\n  listItems(nextToken: $t) { items { id } }\n}`;
    expect(found(body)).toMatchObject([
      {
        code: 'silence-without-reason',
        line: 2,
        column: 3,
        remedy: 'Write # postern-ignore list-without-next-token: the reason.',
      },
      { code: 'list-without-next-token', line: 3 },
    ]);
  });

  test('of nothing is a finding, with the code that may be meant', () => {
    expect(found('# postern-ignore deprecated: old app\nquery A { closed }')).toMatchObject([
      { code: 'silence-of-nothing', line: 1, message: 'There is no finding deprecated here to silence.' },
    ]);
    expect(
      found('# postern-ignore depricated: old app\nquery A { getItem(id: "1") { title } }'),
    ).toMatchObject([
      { code: 'silence-of-nothing', remedy: 'Did you mean deprecated?' },
      { code: 'deprecated' },
    ]);
  });
});

const example = /* GraphQL */ `
  type Item @model @auth(rules: [{ allow: groups, groups: ["Admin"] }]) {
    id: ID!
    name: String
    title: String @deprecated(reason: "Use name.")
    status: Status @index(name: "byStatus", queryField: "itemsByStatus")
    token: String @auth(rules: [{ allow: groups, groups: ["Admin"], operations: [create] }])
  }
  enum Status {
    PENDING
  }
`;

describe('explains', () => {
  test.each(findingCodes)('%s by an example that gives it and one that does not', (code) => {
    const { schema = example, wrong, right } = findingExplanations[code];
    const codesOf = (body: string) =>
      checkOperations(expand(schema), [{ name: 'a.graphql', body }]).map((finding) => finding.code);
    expect(codesOf(wrong)).toContain(code);
    expect(codesOf(right)).toEqual([]);
  });
});
