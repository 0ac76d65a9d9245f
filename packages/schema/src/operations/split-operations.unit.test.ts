import { print } from 'graphql';
import { expect, test } from 'vitest';
import { splitOperations } from './split-operations.ts';

const fields = { name: 'fields.graphql', body: 'fragment F on Item { id }' };
const list = { name: 'list.graphql', body: '\nquery ListItems { listItems { items { ...F } } }' };

test('gives each operation with the fragments that it uses, whatever file they are in', () => {
  const other = { name: 'other.graphql', body: 'query A { a } fragment G on Item { name } { anonymous }' };
  const operations = splitOperations([fields, list, other]);
  expect(operations.map(({ name, kind, location }) => [name, kind, location])).toEqual([
    ['A', 'query', { file: 'other.graphql', line: 1, column: 1 }],
    ['ListItems', 'query', { file: 'list.graphql', line: 2, column: 1 }],
  ]);
  expect(print(operations[1]!.document)).toMatch(/fragment F on Item[^]*query ListItems/);
  expect(print(operations[0]!.document)).not.toContain('fragment');
});

test.each([
  [{ name: 'bad.graphql', body: 'query {' }, 'bad.graphql:1:8: Syntax Error: Expected Name, found <EOF>.'],
  [
    { name: 'twice.graphql', body: 'query ListItems { a }' },
    'twice.graphql:1:7: There is an operation ListItems already. Rename one of the two.',
  ],
])('refuses %j', (source, message) => {
  expect(() => splitOperations([fields, list, source])).toThrow(message);
});

test('an empty file holds no operation', () => {
  expect(splitOperations([{ name: 'empty.graphql', body: '\n' }])).toEqual([]);
});
