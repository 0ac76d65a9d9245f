import { expand } from '@postern/schema';
import { Kind, parse, type FragmentDefinitionNode, type OperationDefinitionNode } from 'graphql';
import { expect, test } from 'vitest';
import { source } from './test-support/schema.ts';
import { typedOperation } from './typed-operation.ts';

const expanded = expand(source);

function make(text: string) {
  const { definitions } = parse(text);
  const fragments = definitions.filter(
    (node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION,
  );
  const [operation] = definitions as [OperationDefinitionNode];
  return typedOperation(operation, new Map(fragments.map((node) => [node.name.value, node])), expanded);
}

test('carries text, variables, body and root fields', () => {
  expect(make('query Get($id: ID!) { mine: getItem(id: $id) { id, name } }')).toMatchObject({
    kind: 'query',
    name: 'Get',
    text: 'query Get($id:ID!){mine:getItem(id:$id){id name}}',
    variables: { id: 'ID!' },
    body: 'mine:getItem(id:$id){id name}',
    fragments: '',
    rootFields: [{ field: 'getItem', responseKey: 'mine', connection: false }],
  });
});

test('carries the fragments that it uses, those of fragments included, and no others', () => {
  const { text, fragments } = make(`
    query Get { getItem(id: "1") { ...Outer } }
    fragment Outer on Item { ...Inner }
    fragment Inner on Item { id }
    fragment Other on Item { name }`);
  expect(fragments).toBe('fragment Inner on Item{id} fragment Outer on Item{...Inner}');
  expect(text).toBe(
    'query Get{getItem(id:"1"){...Outer}}fragment Inner on Item{id}fragment Outer on Item{...Inner}',
  );
});

test('knows a list by its items and nextToken, in a fragment too, and not when one is missing', () => {
  const connection = (text: string) => make(text).rootFields.map((field) => field.connection);
  expect(connection('query L { listItems { items { id } nextToken } }')).toEqual([true]);
  expect(
    connection('query L { listItems { ...P } } fragment P on ModelItemConnection { items { id } nextToken }'),
  ).toEqual([true]);
  expect(connection('query L { listItems { items { id } } }')).toEqual([false]);
});

test('says who may call it, what it selects included', () => {
  expect(make('query Get { getItem(id: "1") { id } }').access).toMatchObject({
    groups: { Admin: 'allow', Processor: 'allow' },
    user: 'depends',
    owner: 'depends',
    guest: 'deny',
  });
  expect(make('query Get { getItem(id: "1") { id note } }').access).toMatchObject({
    groups: { Admin: 'allow', Processor: 'deny' },
    user: 'deny',
  });
  expect(make('query Pending { pending { id } }').access.groups).toEqual({
    Admin: 'deny',
    Processor: 'allow',
  });
});
