import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { expand } from '../expand.ts';
import { decide, type Identity } from './decide.ts';
import { decideFields } from './decide-fields.ts';
import { decideOperation, operationAccess, rootFieldAccess, staticGroups } from './operation-access.ts';

const admin: Identity = { kind: 'user', groups: ['Admin'] };
const user: Identity = { kind: 'user', groups: [] };

const expanded = expand(`
  type Item @model @auth(rules: [
    { allow: owner }
    { allow: groups, groups: ["Admin"] }
    { allow: groups, groups: ["Viewer"], operations: [read] }
    { allow: private, provider: iam, operations: [read] }
  ]) {
    id: ID
    name: String
    salary: Int @auth(rules: [{ allow: groups, groups: ["Admin"] }])
    notes: [Note] @hasMany
    place: Place
  }
  type Note @model @auth(rules: [{ allow: groups, groups: ["Admin"] }]) { id: ID! text: String }
  type Closed @model { id: ID! }
  type Place { city: String }
  type Query {
    report: [Item] @function(name: "report") @auth(rules: [{ allow: groups, groups: ["Viewer"] }])
    time: String @function(name: "time")
    closed: Closed @function(name: "closed")
  }
`);
const may = (operation: string, identity: Identity) => decideOperation(expanded, parse(operation), identity);

describe('one field', () => {
  const list = { type: 'Item', field: 'name', operation: 'list' } as const;

  test('allows a group that a rule names, with the row', () => {
    expect(decide(expanded, list, admin)).toMatchObject({ decision: 'allow', rows: [{ entity: 'Admin' }] });
  });
  test('leaves to the record what an owner rule could allow', () => {
    expect(decide(expanded, list, user)).toMatchObject({
      decision: 'depends',
      rows: [{ strategy: 'owner' }],
    });
  });
  test('denies whom no rule names, without a row', () => {
    expect(decide(expanded, list, { kind: 'apiKey' })).toEqual({ decision: 'deny', rows: [] });
  });
  test('lets the identity pool in where a private rule of IAM does, and guests not', () => {
    expect(decide(expanded, list, { kind: 'iam' }).decision).toBe('allow');
    expect(decide(expanded, list, { kind: 'guest' }).decision).toBe('deny');
  });
  test('lets any signed-in user call an operation without rules, as the default mode says', () => {
    const time = { type: 'Query', field: 'time' };
    expect(decide(expanded, time, user).decision).toBe('allow');
    expect(decide(expanded, time, { kind: 'apiKey' }).decision).toBe('deny');
  });
});

describe('an operation', () => {
  test('is allowed to who may read every selected field', () => {
    expect(may('{ listItems { items { id name place { city } } nextToken } }', admin)).toBe('allow');
    expect(may('{ listItems { items { id name place { city } } nextToken } }', user)).toBe('depends');
  });
  test('is denied for a field that the caller may not read', () => {
    const viewer: Identity = { kind: 'user', groups: ['Viewer'] };
    const query = parse(
      'query Q { page: listItems { items { ...Some } } } fragment Some on Item { name pay: salary }',
    );
    expect(decideOperation(expanded, query, viewer)).toBe('deny');
    const denied = decideFields(expanded, query, viewer).filter(({ decision }) => decision === 'deny');
    expect(denied.map(({ path, type, field }) => [path.join('.'), type, field])).toEqual([
      ['page.items.pay', 'Item', 'salary'],
    ]);
  });
  test('asks the rules of related models', () => {
    const nested = '{ getItem(id: 1) { notes { items { text } } } }';
    expect(may(nested, admin)).toBe('allow');
    expect(may(nested, user)).toBe('deny');
  });
  test('asks a custom operation for its own rules only', () => {
    expect(may('{ report { name } }', { kind: 'user', groups: ['Viewer'] })).toBe('allow');
    expect(may('{ report { name } }', user)).toBe('deny');
    expect(may('{ report { salary } }', { kind: 'user', groups: ['Viewer'] })).toBe('deny');
  });
  test('may delete only with a rule for every field', () => {
    const remove = 'mutation { deleteItem(input: { id: 1 }) { id } }';
    expect(may(remove, admin)).toBe('allow');
    expect(may(remove, user)).toBe('deny');
  });
  test('depends on the input where only some fields may be written', () => {
    const create = 'mutation { createItem(input: { name: "a" }) { id } }';
    expect(may(create, admin)).toBe('allow');
    expect(may(create, { kind: 'user', groups: ['Viewer'] })).toBe('depends');
  });
  test('is denied on a model without rules', () => {
    expect(may('{ listCloseds { items { id } } }', admin)).toBe('deny');
  });
  test('has an answer for every kind of caller and every group that a rule names', () => {
    expect(operationAccess(expanded, parse('{ listItems { items { name } } }'))).toEqual({
      groups: { Admin: 'allow', Viewer: 'allow' },
      user: 'depends',
      owner: 'depends',
      guest: 'deny',
      iam: 'allow',
      apiKey: 'deny',
      oidc: 'deny',
      lambda: 'deny',
    });
  });
});

test('every root field has an answer for every kind of caller', () => {
  const all = rootFieldAccess(expanded);
  expect(all.map(({ type, field }) => `${type}.${field}`)).toContain('Subscription.onCreateItem');
  const access = (name: string) => all.find(({ field }) => field === name)?.access;
  expect(access('report')).toMatchObject({ groups: { Admin: 'deny', Viewer: 'allow' }, user: 'deny' });
  expect(access('deleteItem')).toMatchObject({ groups: { Admin: 'allow', Viewer: 'deny' }, iam: 'deny' });
  expect(access('getItem')).toMatchObject({ groups: { Viewer: 'allow' }, owner: 'depends', iam: 'allow' });
});

describe('IAM access', () => {
  const open = expand('type Item @model @auth(rules: [{ allow: owner }]) { id: ID! } type Query { a: Int }', {
    iamAccess: true,
  });
  test('lets IAM principals pass every rule, and guests none', () => {
    const query = parse('{ listItems { items { id } } a }');
    expect(decideOperation(open, query, { kind: 'iam' })).toBe('allow');
    expect(decideOperation(open, query, { kind: 'guest' })).toBe('deny');
    expect(decide(open, { type: 'Query', field: 'a' }, { kind: 'guest' }).decision).toBe('deny');
  });
});

describe('a plain AppSync schema', () => {
  const plain = expand(`
    type Query {
      open: Thing
      admin: Thing @aws_auth(cognito_groups: ["Admin"])
      any: Node @aws_cognito_user_pools @aws_api_key
    }
    interface Node { id: ID }
    type Thing implements Node @aws_api_key @aws_cognito_user_pools { id: ID secret: Int @aws_iam }
    type Hidden implements Node @aws_iam { id: ID }
  `);
  const answer = (operation: string, identity: Identity) =>
    decideOperation(plain, parse(operation), identity);

  test('is decided by its directives and the default mode', () => {
    expect(answer('{ open { id } }', user)).toBe('allow');
    expect(answer('{ open { id } }', { kind: 'apiKey' })).toBe('deny');
    expect(answer('{ open { secret } }', user)).toBe('deny');
  });
  test('asks for the groups that a directive names', () => {
    expect(staticGroups(plain)).toEqual(['Admin']);
    expect(answer('{ admin { id } }', admin)).toBe('allow');
    expect(answer('{ admin { id } }', user)).toBe('deny');
  });
  test('leaves open what depends on the type behind an interface', () => {
    expect(answer('{ any { id } }', { kind: 'apiKey' })).toBe('depends');
    expect(answer('{ any { ... on Thing { id } } }', { kind: 'apiKey' })).toBe('allow');
  });
});
