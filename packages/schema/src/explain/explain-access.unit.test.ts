import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { QuestionError } from '../errors.ts';
import { expand } from '../expand.ts';
import type { AccessTarget } from './access-target.ts';
import { explainAccess } from './explain-access.ts';
import { identityLabel, parseIdentity } from './identity-names.ts';

const body = `type Item @model @auth(rules: [
  { allow: owner }
  { allow: groups, groups: ["Admin"] }
  { allow: groups, groups: ["Viewer"], operations: [read] }
  { allow: groups, groupsField: "teams", operations: [read] }
  { allow: groups, groups: ["Cook"], groupClaim: "custom:roles", operations: [read] }
]) {
  id: ID
  name: String
  teams: [String]
  salary: Int @auth(rules: [{ allow: groups, groups: ["Admin"] }])
  notes: [Note] @hasMany
  place: Place
}
type Note @model @auth(rules: [{ allow: groups, groups: ["Admin"] }]) { id: ID! text: String }
type Closed @model { id: ID! }
type Place { city: String street: String @aws_iam }
type Query {
  report: [Item] @function(name: "report") @auth(rules: [{ allow: groups, groups: ["Viewer"] }])
  time: String @function(name: "time")
}`;
const expanded = expand([{ name: 's.graphql', body }]);

const ask = (target: AccessTarget | string, ...names: string[]) =>
  explainAccess(
    expanded,
    typeof target === 'string' ? { document: parse(target) } : target,
    parseIdentity(names),
  );
const rulesOf = (target: AccessTarget | string, ...names: string[]) =>
  ask(target, ...names).rules.map(({ who, text, location }) => `${who} ${text} ${location?.line ?? '-'}`);

describe('allow', () => {
  test('names the rule and its line', () => {
    expect(ask('{ listItems { items { name } } }', 'group:Admin')).toEqual({
      decision: 'allow',
      rules: [
        {
          who: 'group:Admin',
          text: '{allow: groups, groups: ["Admin"]}',
          location: { file: 's.graphql', line: 3, column: 3 },
        },
      ],
      dependsOn: [],
      denied: [],
      notes: [],
    });
  });
  test("names the API's default mode where nothing else is written", () => {
    expect(rulesOf('{ time }', 'user')).toEqual(["user the API's default mode, userPools -"]);
  });
  test('names every rule that deleting takes', () => {
    expect(rulesOf('mutation { deleteItem(input: { id: 1 }) { id } }', 'group:Admin')).toEqual([
      'group:Admin {allow: groups, groups: ["Admin"]} 3',
      'group:Admin {allow: groups, groups: ["Admin"]} 11',
    ]);
  });
  test('names the rule of the field itself', () => {
    expect(rulesOf({ type: 'Item', field: 'salary' }, 'group:Admin')).toEqual([
      'group:Admin {allow: groups, groups: ["Admin"]} 11',
    ]);
  });
});

describe('depends', () => {
  test('says on what of the record, and by which rule', () => {
    const answer = ask('mutation { updateItem(input: { id: 1 }) { id } }', 'owner');
    expect(answer).toMatchObject({
      decision: 'depends',
      rules: [{ who: 'owner', text: '{allow: owner}', location: { line: 2 } }],
    });
    expect(answer.dependsOn).toEqual([
      'the record: Item.owner has to name the caller (claim sub::username)',
      'the input: it may set id, name, teams, notes, place of Item only',
    ]);
  });
  test('says on which claim and which field of the record', () => {
    expect(ask('{ listItems { items { name } } }', 'user').dependsOn).toEqual([
      'the record: Item.owner has to name the caller (claim sub::username)',
      'the record: Item.teams has to name a group of the caller (claim cognito:groups)',
      'the token: its claim custom:roles has to hold Cook',
    ]);
  });
});

describe('deny', () => {
  test('names every denied path, why, and whom the rules let in', () => {
    const answer = ask(
      '{ page: listItems { items { name pay: salary notes { items { text } } } } }',
      'group:Viewer',
    );
    expect(answer.decision).toBe('deny');
    expect(answer.denied).toMatchObject([
      {
        path: 'page.items.pay',
        type: 'Item',
        field: 'salary',
        because: 'no rule lets group:Viewer read Item.salary',
        allowed: [{ who: 'group:Admin', location: { line: 11 } }],
      },
      {
        path: 'page.items.notes',
        because: 'no rule lets group:Viewer read Note',
        allowed: [{ who: 'group:Admin', location: { line: 15 } }],
      },
    ]);
  });
  test.each([
    ['mutation { createNote(input: {}) { id } }', ['api-key'], 'no rule lets api-key create Note'],
    [
      '{ listCloseds { items { id } } }',
      ['group:Admin'],
      'Closed has no @auth rule, so nobody may list Closed',
    ],
    ['{ report { name } }', ['group:Admin'], 'no rule lets group:Admin call report'],
    ['{ time }', ['guest'], 'Query.time is open to userPools only'],
    ['{ getItem(id: 1) { place { street } } }', ['group:Admin'], 'Place.street is open to iam only'],
    [
      'mutation { deleteItem(input: {}) { id } }',
      ['owner'],
      'deleting Item takes a rule for every field, and user has none for salary',
    ],
  ])('%s as %j: %s', (operation, names, because) => {
    expect(ask(operation, ...names).denied[0]?.because).toBe(because);
  });
  test('names the directive that keeps somebody out', () => {
    const plain = expand('type Query {\n  a: Int @aws_auth(cognito_groups: ["Admin"])\n}');
    const { denied } = explainAccess(plain, { type: 'Query', field: 'a' }, parseIdentity(['user']));
    expect(denied).toMatchObject([
      {
        path: 'Query.a',
        because: 'Query.a is for members of Admin',
        allowed: [{ text: '@aws_auth(cognito_groups: ["Admin"])', location: { line: 2, column: 10 } }],
      },
    ]);
  });
});

test('sentences call the caller as they are told to', () => {
  const answer = explainAccess(
    expanded,
    { type: 'Query', field: 'report' },
    parseIdentity(['owner']),
    'owner',
  );
  expect(answer.denied[0]?.because).toBe('no rule lets owner call report');
});

describe('a field of a model', () => {
  const field = (name: string, operation?: 'update' | 'delete'): AccessTarget => ({
    type: 'Item',
    field: name,
    ...(operation && { operation }),
  });
  test('is read by any query that gives the record', () => {
    expect(ask(field('name'), 'group:Viewer').decision).toBe('allow');
    expect(ask(field('salary'), 'group:Viewer').decision).toBe('deny');
    expect(ask(field('name'), 'guest').denied[0]?.because).toBe('no rule lets guest read Item');
  });
  test('is written by the rules for it', () => {
    expect(ask(field('salary', 'update'), 'owner').decision).toBe('deny');
    expect(ask(field('salary', 'update'), 'owner').denied[0]).toMatchObject({
      because: 'no rule lets user update Item.salary',
      allowed: [{ who: 'group:Admin', location: { line: 11 } }],
    });
    expect(ask(field('name', 'update'), 'owner').decision).toBe('depends');
    expect(ask(field('name', 'delete'), 'group:Admin').decision).toBe('allow');
  });
});

test.each<AccessTarget | string>([
  { type: 'Item', field: 'nothing' },
  { type: 'Nothing', field: 'id' },
  '{ nothing }',
  '{ listItems { items { nothing } } }',
])('what the schema has not is no answer: %j', (target) => {
  expect(() => ask(target, 'user')).toThrow(QuestionError);
});

describe('identities', () => {
  test('are read as a person names them', () => {
    expect(parseIdentity(['group:A', 'owner', 'group:B'])).toEqual({ kind: 'user', groups: ['A', 'B'] });
    expect(parseIdentity(['api-key'])).toEqual({ kind: 'apiKey' });
    expect(identityLabel(parseIdentity(['group:A', 'group:B']))).toBe('group:A, group:B');
  });
  test.each([
    [['admin'], '"admin" is no identity; one is group:NAME, owner, user, guest, iam, api-key, oidc, lambda.'],
    [
      ['group:'],
      '"group:" is no identity; one is group:NAME, owner, user, guest, iam, api-key, oidc, lambda.',
    ],
    [['guest', 'owner'], 'Nobody is guest and owner at once; only group:NAME, owner and user go together.'],
    [[], 'No identity is named; one is group:NAME, owner, user, guest, iam, api-key, oidc, lambda.'],
  ])('%j: %s', (names, message) => {
    expect(() => parseIdentity(names)).toThrow(new QuestionError('unknown-identity', message));
  });
});
