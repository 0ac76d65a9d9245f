import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { expand } from '../expand.ts';
import { decide, type Identity } from './decide.ts';
import { decideOperation } from './operation-access.ts';

const expanded = expand(`
  type Bare @model @key(fields: ["id"]) { id: ID! }
  type Post @model @auth(rules: [
    { allow: owner, operations: [create, update] }
    { allow: owner, ownerField: "editors", identityField: "email", operations: [update] }
    { allow: groups, groups: ["Admin"], operations: [delete] }
  ]) {
    id: ID!
    editors: [String]
    secret: String @auth(rules: [{ allow: groups, groups: ["Boss"], operations: [read, update] }])
  }
  type Older @model @auth(rules: [{ allow: owner, queries: [get], mutations: null }]) { id: ID! }
  type Shared @model @auth(rules: [{ allow: private }, { allow: groups, groups: ["Admin"] }, { allow: owner, provider: oidc }]) {
    id: ID!
  }
  type Team @model @auth(rules: [{ allow: groups, groupsField: "members" }]) { id: ID! members: [String] }
  type Cloud @model @auth(rules: [{ allow: public, provider: iam, operations: [read] }, { allow: groups, groups: ["Admin"] }]) {
    id: ID!
    title: String @auth(rules: [{ allow: groups, groups: ["Boss"] }, { allow: private, provider: iam }])
  }
  type Query {
    report: Int @function(name: "report") @auth(rules: [{ allow: groups, groups: ["Admin"] }, { allow: owner }, { allow: public }])
    mine: Int @function(name: "mine") @auth(rules: [{ allow: owner }])
  }
`);
const user = (...groups: string[]): Identity => ({ kind: 'user', groups });
const ask = (
  type: string,
  field: string,
  operation: Parameters<typeof decide>[1]['operation'],
  who: Identity,
) => decide(expanded, { type, field, ...(operation && { operation }) }, who).decision;

describe("the first version's rules", () => {
  test('leave a model without rules to the default mode', () => {
    expect(ask('Bare', 'id', 'create', user())).toBe('allow');
    expect(ask('Bare', 'id', 'create', { kind: 'apiKey' })).toBe('deny');
  });
  test('leave to the default mode what no rule names', () => {
    expect(ask('Post', 'id', 'list', user())).toBe('allow');
    expect(ask('Post', 'id', 'create', user())).toBe('depends');
    expect(ask('Post', 'id', 'delete', user())).toBe('deny');
    expect(ask('Post', 'id', 'delete', user('Admin'))).toBe('allow');
  });
  test('know an owner by username, or as identityField says', () => {
    const rows = expanded.access.rowsFor('Post', 'id', 'update');
    expect(rows.map(({ claim, entity }) => [claim, entity])).toEqual([
      ['username', 'owner'],
      ['email', 'editors'],
    ]);
  });
  test('ask those of a field after those of the type', () => {
    expect(ask('Post', 'secret', 'get', user())).toBe('deny');
    expect(ask('Post', 'secret', 'get', user('Boss'))).toBe('allow');
    expect(ask('Post', 'secret', 'update', user('Boss'))).toBe('depends');
    expect(ask('Post', 'secret', 'delete', user('Admin'))).toBe('allow');
    expect(ask('Cloud', 'title', 'get', user('Boss'))).toBe('deny');
    expect(ask('Cloud', 'title', 'get', { kind: 'iam' })).toBe('allow');
    expect(ask('Cloud', 'title', 'get', { kind: 'guest' })).toBe('deny');
  });
  test('say with queries: nothing of subscriptions', () => {
    expect(ask('Older', 'id', 'get', user())).toBe('depends');
    expect(ask('Older', 'id', 'listen', user())).toBe('allow');
    expect(ask('Older', 'id', 'create', user())).toBe('allow');
  });
  test('ask no other rule where one lets in every signed-in user', () => {
    expect(ask('Shared', 'id', 'update', user())).toBe('allow');
    expect(ask('Shared', 'id', 'update', { kind: 'oidc' })).toBe('allow');
    expect(expanded.access.rowsFor('Shared', 'id', 'get').map(({ strategy }) => strategy)).toEqual([
      'private',
      'private',
    ]);
  });
  test('cannot look at groups of a record in a subscription', () => {
    expect(ask('Team', 'id', 'get', user())).toBe('depends');
    expect(ask('Team', 'id', 'listen', user())).toBe('allow');
  });
  test('let in both roles of the identity pool where a rule is public', () => {
    expect(ask('Cloud', 'id', 'get', { kind: 'guest' })).toBe('allow');
    expect(ask('Cloud', 'id', 'get', { kind: 'iam' })).toBe('allow');
    expect(ask('Cloud', 'id', 'update', { kind: 'iam' })).toBe('deny');
  });
  test('ask on a root field for groups only', () => {
    expect(ask('Query', 'report', undefined, user('Admin'))).toBe('allow');
    expect(ask('Query', 'report', undefined, user())).toBe('deny');
    expect(ask('Query', 'report', undefined, { kind: 'apiKey' })).toBe('allow');
    expect(ask('Query', 'mine', undefined, user())).toBe('allow');
  });
  test('name the rule behind a row', () => {
    const [row] = decide(expanded, { type: 'Post', field: 'id', operation: 'delete' }, user('Admin')).rows;
    expect(row && expanded.access.ruleOf(row)).toMatchObject({
      text: expect.stringContaining('"Admin"') as string,
      location: { line: 6 },
    });
  });
});

describe('IAM access', () => {
  const source = `
    type Bare @model @key(name: "byId", fields: ["id"], queryField: "bares") { id: ID! }
    type Keyed @model @auth(rules: [{ allow: public }]) { id: ID! secret: Int @auth(rules: [{ allow: owner }]) nested: Nested }
    type Nested { x: Int }
    type Query { open: Nested }
  `;
  const open = expand(source, { iamAccess: true });
  const may = (operation: string, who: Identity) => decideOperation(open, parse(operation), who);

  test('opens everything to IAM principals', () => {
    expect(may('{ listBares { items { id } } open { x } }', { kind: 'iam' })).toBe('allow');
    expect(may('{ listKeyeds { items { id secret nested { x } } } }', { kind: 'iam' })).toBe('allow');
    expect(may('mutation { createKeyed(input: { id: 1 }) { id } }', { kind: 'iam' })).toBe('allow');
  });
  test('leaves others what they had', () => {
    expect(may('{ listBares { items { id } } bares { items { id } } open { x } }', user())).toBe('allow');
    expect(may('{ listBares { items { id } } }', { kind: 'apiKey' })).toBe('deny');
    expect(may('{ listKeyeds { items { id } } }', { kind: 'apiKey' })).toBe('allow');
    expect(may('{ listKeyeds { items { id } } }', user())).toBe('deny');
  });
});
