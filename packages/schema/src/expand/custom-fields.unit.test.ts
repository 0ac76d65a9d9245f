import { expect, test } from 'vitest';
import { expand } from '../expand.ts';

test('fields of other types than the roots say what answers them', () => {
  const { customFields, rootFields } = expand(/* GraphQL */ `
    type Post @model @auth(rules: [{ allow: private }]) {
      id: ID!
      sum: String @function(name: "a-\${env}") @function(name: "b")
      notes: [String] @http(method: POST, url: "https://example.com/:id")
    }
    type Query {
      sum: String @function(name: "c")
    }
  `);
  expect(customFields).toEqual([
    { type: 'Post', name: 'sum', kind: 'function', functionNames: ['a-${env}', 'b'] },
    { type: 'Post', name: 'notes', kind: 'http', url: 'https://example.com/:id', method: 'POST' },
  ]);
  expect(rootFields).toContainEqual({ parent: 'Query', name: 'sum', kind: 'function', functionNames: ['c'] });
});

test('models say what @validate asks of their fields', () => {
  const { models } = expand(/* GraphQL */ `
    type Post @model @auth(rules: [{ allow: private }]) {
      id: ID!
      title: String
        @validate(type: minLength, value: "3", errorMessage: "Too short.")
        @validate(type: matches, value: "a.*")
    }
  `);
  expect(models.get('Post')?.validations).toEqual([
    { field: 'title', type: 'minLength', value: '3', message: 'Too short.' },
    { field: 'title', type: 'matches', value: 'a.*' },
  ]);
});
