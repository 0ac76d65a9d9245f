import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expand } from '@postern/schema';
import { expect, test } from 'vitest';
import { modelIntrospection, type ModelIntrospection } from './model-introspection.ts';

// Made by AWS's @aws-amplify/appsync-modelgen-plugin, of the schema beside it.
const read = (file: string): string => readFileSync(join(import.meta.dirname, 'golden', file), 'utf8');
interface Described {
  readonly attributes: readonly { readonly type: string; readonly properties: object }[];
}

// Rules are compared by what Amplify's client asks of them; what joins two models is its own affair.
function comparable({ models, ...others }: ModelIntrospection): object {
  const { BookAuthors: _, ...known } = models as Record<string, Described>;
  const described = Object.entries(known).map(([name, model]) => [
    name,
    { ...model, attributes: model.attributes.filter(({ type }) => type !== 'auth') },
  ]);
  return { ...others, models: Object.fromEntries(described) as object };
}

test('says of a schema what AWS’s own generator says', () => {
  const ours = modelIntrospection(expand(read('blog.graphql')));
  const theirs = JSON.parse(read('blog.json')) as ModelIntrospection;
  expect(comparable(JSON.parse(JSON.stringify(ours)) as ModelIntrospection)).toEqual(comparable(theirs));
});

test('names the fields of owners and groups, which the client selects', () => {
  const { models } = modelIntrospection(
    expand(
      'type A @model @auth(rules: [{ allow: owner, ownerField: "who" }, { allow: groups, groupsField: "teams" }, { allow: groups, groups: ["X"] }]) { id: ID! }',
    ),
  );
  const { attributes } = models.A as Described;
  expect(attributes.find(({ type }) => type === 'auth')?.properties).toEqual({
    rules: expect.arrayContaining([
      expect.objectContaining({ allow: 'owner', ownerField: 'who' }),
      expect.objectContaining({ allow: 'groups', groupsField: 'teams' }),
      expect.objectContaining({ allow: 'groups', groups: ['X'] }),
    ]) as object[],
  });
});

test('says which operations a model does not have', () => {
  const schema = expand(
    'type A @model(mutations: { delete: null }, queries: { list: null }, subscriptions: null) @auth(rules: [{ allow: owner }]) { id: ID! }',
  );
  const { attributes } = modelIntrospection(schema).models.A as Described;
  expect(attributes[0]?.properties).toMatchObject({
    queries: { list: null },
    subscriptions: { onCreate: null, onUpdate: null, onDelete: null },
  });
});
