import { describe, expect, test } from 'vitest';
import { expand, type ExpandOptions } from '../expand.ts';
import { splitOperations } from '../operations/split-operations.ts';
import { diffSchemas } from './diff-schemas.ts';

const compare = (old: string, now: string, operations = '', options?: ExpandOptions) =>
  diffSchemas(expand(old, options), expand(now, options), {
    operations: splitOperations([{ name: 'operations.graphql', body: operations }]),
  });
const texts = async (old: string, now: string) => (await compare(old, now)).access.map(({ text }) => text);

const item = (rules: string, note = 'note: String', more = '') =>
  `type Item @model @auth(rules: [${rules}]) { id: ID name: String ${note} ${more} }`;
const owner = '{ allow: owner }';
const viewer = (operations: string) => `{ allow: groups, groups: ["Viewer"], operations: [${operations}] }`;

describe('access', () => {
  test('that a group gains is told by what it may call now', async () => {
    const old = item(`${owner} ${viewer('read')}`);
    const now = item(`${owner} ${viewer('read, delete')}`);
    expect(await compare(old, now)).toMatchObject({
      widened: true,
      breaks: false,
      access: [
        {
          kind: 'gained',
          who: 'group:Viewer',
          deed: 'call',
          what: ['Mutation.deleteItem'],
          text: 'group Viewer gained deleteItem',
        },
      ],
    });
    expect(await texts(now, old)).toEqual(['group Viewer lost deleteItem']);
  });

  test('of a whole model is one sentence', async () => {
    expect(await texts(item(owner), item(`${owner} ${viewer('read')}`))).toEqual([
      'group Viewer gained getItem, listItems, onCreateItem, onUpdateItem, onDeleteItem',
    ]);
  });

  test('of a field is told by the field', async () => {
    const admin = '{ allow: groups, groups: ["Admin"] }';
    const old = item(`${owner} ${admin}`);
    const now = item(`${owner} ${admin}`, `note: String @auth(rules: [${admin}])`);
    expect(await compare(old, now)).toMatchObject({ widened: false, breaks: false });
    expect(await texts(old, now)).toEqual([
      'owner lost deleteItem',
      'Item.note is no longer readable by owner',
      'Item.note is no longer writable by owner',
    ]);
    expect(await texts(now, old)).toEqual([
      'owner gained deleteItem',
      'Item.note is now readable by owner',
      'Item.note is now writable by owner',
    ]);
  });

  test('of only some fields of a model names them', async () => {
    const now = item(owner, `note: String @auth(rules: [${owner} ${viewer('read')}])`);
    expect(await texts(item(owner), now)).toEqual([
      'group Viewer gained getItem, listItems, onCreateItem, onUpdateItem, onDeleteItem',
      'Item.note is now readable by group Viewer',
    ]);
  });

  test('that everybody gains is not told of each group again', async () => {
    const old = item(`${owner} ${viewer('read')}`);
    const now = item(`${owner} ${viewer('read')} { allow: private, operations: [delete] }`);
    expect(await texts(old, now)).toEqual(['any signed-in user gained deleteItem']);
  });

  test('of custom operations and of types without a model is told too', async () => {
    const api = (rule: string, directive: string) => `${item(owner)}
      type Query { report: Report @function(name: "r") @auth(rules: [${rule}]) }
      type Report ${directive} { sum: Int count: Int }`;
    const old = api('{ allow: groups, groups: ["Admin"] }', '');
    const now = api(
      '{ allow: groups, groups: ["Admin"] } { allow: public }',
      '@aws_cognito_user_pools @aws_api_key',
    );
    expect(await texts(old, now)).toEqual([
      'api-key gained report',
      'Report.sum, Report.count are now readable by api-key',
    ]);
  });

  test('to something new is no widening, unless by somebody who had none at all', async () => {
    const note = (rule: string) =>
      `type Note @model(subscriptions: null, mutations: null, queries: { list: "listNotes", get: null }) @auth(rules: [${rule}]) { id: ID! }`;
    const known = await compare(item(owner), `${item(owner)} ${note(owner)}`);
    expect(known).toMatchObject({ widened: false, breaks: false });
    expect(known.access.map(({ text }) => text)).toEqual(['listNotes: new, for owner']);
    const open = await compare(item(owner), `${item(owner)} ${note('{ allow: public }')}`);
    expect(open.access).toMatchObject([{ kind: 'gained', text: 'api-key gained listNotes' }]);
    expect(open.widened).toBe(true);
  });

  test('of a plain AppSync schema is read from its directives', async () => {
    const plain = (directive: string) => `type Query { a: Int ${directive} b: Int }`;
    const groups = '@aws_auth(cognito_groups: ["Admin"])';
    expect(await texts(plain(groups), plain(''))).toEqual(['any signed-in user gained a']);
    expect(await texts(plain('@aws_iam'), plain(''))).toEqual([
      'any signed-in user gained a',
      'iam lost a',
      'guest lost a',
    ]);
  });
});

describe('shape', () => {
  test('is breaking, dangerous or safe', async () => {
    const status = (values: string) => `${item(owner, 'note: Status')} enum Status { ${values} }`;
    const { shape } = await compare(
      status('A B'),
      `${status('A C').replace('name: String', 'title: String')}`,
    );
    const levels = shape.map(({ level, code, path }) => `${level} ${code} ${path}`);
    expect(levels).toContain('breaking FIELD_REMOVED Item.name');
    expect(levels).toContain('breaking ENUM_VALUE_REMOVED Status.B');
    expect(levels).toContain('dangerous ENUM_VALUE_ADDED Status.C');
    expect(levels).toContain('safe FIELD_ADDED Item.title');
    expect(levels.map((line) => line.split(' ')[0])).toEqual(
      levels.map((line) => line.split(' ')[0]).toSorted((a, b) => order(a) - order(b)),
    );
  });
  const order = (level = '') => ['breaking', 'dangerous', 'safe'].indexOf(level);

  test('does not change by the order of fields, by comments, or by rules', async () => {
    const now = `# why\n${item(`${owner} { allow: private, provider: iam }`, '', 'note: String')}`;
    expect((await compare(item(owner), now)).shape).toEqual([]);
  });
});

describe('operations of the workspace', () => {
  const list = 'query ListItems { listItems { items { id note } } }';

  test('break when they are no longer valid', async () => {
    const { operations, breaks } = await compare(item(owner), item(owner, ''), list);
    expect(breaks).toBe(true);
    expect(operations).toEqual([
      {
        name: 'ListItems',
        location: { file: 'operations.graphql', line: 1, column: 1 },
        problems: ['Cannot query field "note" on type "Item". Did you mean "name"?'],
      },
    ]);
  });

  test('break when somebody may no longer call them, with the path that is denied', async () => {
    const hidden = item(`${owner} ${viewer('read')}`, `note: String @auth(rules: [${owner}])`);
    const diff = await compare(item(`${owner} ${viewer('read')}`), hidden, list);
    // Any of them may be the owner, so it depends.
    expect(diff.breaks).toBe(false);
    const closed = item(owner, 'note: String @auth(rules: [{ allow: groups, groups: ["Admin"] }])');
    expect((await compare(item(`${owner} ${viewer('read')}`), closed, list)).operations).toMatchObject([
      {
        problems: [
          'any signed-in user may no longer call it: listItems.items.note',
          'group Viewer may no longer call it: listItems.items.note',
        ],
      },
    ]);
  });
});

test('equal schemas have no difference', async () => {
  const sdl = item(owner);
  expect(await compare(sdl, sdl)).toEqual({
    widened: false,
    breaks: false,
    access: [],
    operations: [],
    shape: [],
  });
});
