import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Decision, Identity } from '../access/decide.ts';
import { SchemaError } from '../errors.ts';
import { expand, type ExpandedSchema } from '../expand.ts';
import type { AccessTarget } from '../explain/access-target.ts';
import { explainAccess } from '../explain/explain-access.ts';
import { accessChanges } from './access-changes.ts';

const who = fc.constantFrom(
  'allow: owner',
  'allow: owner, ownerField: "author"',
  'allow: groups, groups: ["A"]',
  'allow: groups, groups: ["A", "B"]',
  'allow: groups, groupsField: "teams"',
  'allow: private',
  'allow: private, provider: iam',
  'allow: public',
  'allow: public, provider: iam',
  'allow: private, provider: oidc',
  'allow: custom',
);
const operations = fc.constantFrom(
  '',
  ', operations: [read]',
  ', operations: [create, update]',
  ', operations: [delete]',
);
const rules = (some: fc.Arbitrary<string>, maxLength: number) =>
  fc.uniqueArray(
    fc.tuple(who, some).map(([a, b]) => `{ ${a}${b} }`),
    { minLength: 1, maxLength },
  );
const auth = (list: fc.Arbitrary<string[]>) => list.map((all) => `@auth(rules: [${all.join(', ')}])`);
const maybe = <T>(some: fc.Arbitrary<T>) => fc.oneof({ weight: 2, arbitrary: fc.constant('') }, some);

const schema = fc
  .record({
    model: maybe(auth(rules(operations, 4))),
    note: maybe(auth(rules(operations, 2))),
    report: maybe(auth(rules(fc.constant(''), 2))),
    place: maybe(fc.constantFrom('@aws_iam', '@aws_cognito_user_pools @aws_api_key')),
    iamAccess: fc.boolean(),
  })
  .map(({ model, note, report, place, iamAccess }) => ({
    iamAccess,
    body: `type Item @model ${model} { id: ID name: String note: String ${note} author: String teams: [String] }
      type Place ${place} { city: String }
      type Query { report: Place @function(name: "report") ${report} }`,
  }));

const identities: readonly Identity[] = [
  ...[[], ['A'], ['B']].map((groups): Identity => ({ kind: 'user', groups })),
  ...(['guest', 'iam', 'apiKey', 'oidc', 'lambda'] as const).map((kind): Identity => ({ kind })),
];

test('whatever somebody may do now and could not before, the difference says that something was gained', () => {
  const pair = fc.tuple(schema, schema).filter(([old, now]) => old.iamAccess === now.iamAccess);
  fc.assert(
    fc.property(pair, ([old, now]) => {
      const [before, after] = [expanded(old), expanded(now)];
      if (!before || !after) return;
      const changes = accessChanges(before, after);
      const itemRoots = after.rootFields.flatMap((info) =>
        'model' in info ? [`${info.parent}.${info.name}`] : [],
      );
      for (const target of targetsOf(before, after)) {
        for (const identity of identities) {
          const [was, is] = [decide(before, target, identity), decide(after, target, identity)];
          if ((was === 'deny') === (is === 'deny')) continue;
          const kind = was === 'deny' ? 'gained' : 'lost';
          const told = changes.filter((change) => change.kind === kind).flatMap(({ what }) => what);
          // What a root field of the model tells of all fields is not told of each.
          const names =
            target.type === 'Item'
              ? [`Item.${target.field}`, ...itemRoots]
              : [`${target.type}.${target.field}`];
          expect(told.filter((name) => names.includes(name))).not.toEqual([]);
        }
      }
    }),
    { numRuns: 150 },
  );
});

type FieldTarget = Exclude<AccessTarget, { readonly document: unknown }>;

function expanded({ body, iamAccess }: { body: string; iamAccess: boolean }): ExpandedSchema | undefined {
  try {
    return expand(body, { iamAccess });
  } catch (error) {
    if (error instanceof SchemaError) return undefined;
    throw error;
  }
}

function decide(schema: ExpandedSchema, target: AccessTarget, identity: Identity): Decision {
  return explainAccess(schema, target, identity).decision;
}

function targetsOf(before: ExpandedSchema, after: ExpandedSchema): FieldTarget[] {
  const names = new Set(before.rootFields.map(({ parent, name }) => `${parent}.${name}`));
  const roots = after.rootFields
    .filter(({ parent, name }) => names.has(`${parent}.${name}`))
    .map(({ parent, name }) => ({ type: parent, field: name }));
  const fields = ['id', 'name', 'note', 'author', 'teams'].flatMap((field) =>
    (['read', 'create', 'update'] as const).map((operation) => ({ type: 'Item', field, operation })),
  );
  return [...roots, ...fields, { type: 'Place', field: 'city' }];
}
