import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { aliasedDocument } from './alias.ts';
import { GetItem, UpdateItem } from '../test-support/operations.ts';

test('gives every copy an alias and variables of its own, and the fragments once', () => {
  const text = aliasedDocument(UpdateItem, 2);
  expect(() => parse(text)).not.toThrow();
  expect(text).toMatchInlineSnapshot(`
    "mutation UpdateItem($input_0: UpdateItemInput!, $input_1: UpdateItemInput!) {
    a0: updateItem(input: $input_0) { ...Named }
    a1: updateItem(input: $input_1) { ...Named }
    }
    fragment Named on Item { id name }"
  `);
});

test('builds the document of one shape once', () => {
  expect(aliasedDocument(GetItem, 3)).toBe(aliasedDocument(GetItem, 3));
});

test('leaves a dollar sign in a string alone and drops an alias of the source', () => {
  const odd = { ...GetItem, body: 'mine: getItem(id: $id, note: "costs $id \\" $id") { id }' };
  expect(aliasedDocument(odd, 1)).toContain('a0: getItem(id: $id_0, note: "costs $id \\" $id") { id }');
});

test('refuses an operation with several root fields', () => {
  const two = { ...GetItem, rootFields: [...GetItem.rootFields, ...GetItem.rootFields] };
  expect(() => aliasedDocument(two, 2)).toThrow('one root field');
});

test('refuses a variable in a fragment, which could stand for one copy only', () => {
  const fragments = 'fragment Named on Item { name(in: $language) }';
  expect(() => aliasedDocument({ ...GetItem, fragments }, 2)).toThrow(
    'GetItem: a fragment that uses a variable cannot be sent many at a time.',
  );
});
