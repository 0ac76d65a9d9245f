import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SchemaError } from './errors.ts';
import { expand } from './expand.ts';
import { normalize } from './test-support/normalize.ts';

// `node golden/regenerate.mjs ORACLE V1` makes these with AWS's own transformers.
const folder = join(import.meta.dirname, '../golden');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const goldensIn = (name: string): string[] =>
  readdirSync(join(folder, name)).filter((file) => file.endsWith('.json') && file !== 'refused.json');

describe.each(goldensIn('.'))('%s', (name) => {
  const golden = JSON.parse(read(name)) as { sdl: string; access: unknown; iamAccess: boolean };
  const source = read(name.replace(/(\.iam)?\.json$/, '.graphql'));
  const expanded = expand(source, { iamAccess: golden.iamAccess });

  test("expands to the schema that AWS's transformer makes", () => {
    expect(normalize(expanded.sdl)).toEqual(normalize(golden.sdl));
  });

  test("reads the rules to the rows that AWS's transformer makes", () => {
    expect(expanded.access.rows).toEqual(golden.access);
  });

  test('builds an executable schema', () => {
    expect(expanded.schema.getQueryType()?.name).toBe('Query');
  });
});

interface Refused {
  readonly cases: readonly { readonly name: string; readonly code: string; readonly source: string }[];
}

describe.each(goldensIn('v1'))("v1/%s, in the first version's dialect", (name) => {
  const golden = JSON.parse(read(`v1/${name}`)) as { sdl: string };
  const expanded = expand(read(`v1/${name.replace('.json', '.graphql')}`));

  test("expands to the schema that AWS's transformer made", () => {
    expect(normalize(expanded.sdl)).toEqual(normalize(golden.sdl));
  });

  test('builds an executable schema', () => {
    expect(expanded.schema.getQueryType()?.name).toBe('Query');
    expect(expanded.models.size).toBeGreaterThan(0);
  });
});

const refusals = ['refused.json', 'v1/refused.json'].flatMap(
  (name) => (JSON.parse(read(name)) as Refused).cases,
);

describe('refuses what AWS refuses', () => {
  test.each(refusals)('$code: $name', ({ code, source }) => {
    const error = refusalOf(source);
    expect(error).toBeInstanceOf(SchemaError);
    expect(error).toMatchObject({ code, locations: [{ file: 'schema.graphql' }] });
    expect(code === 'syntax' || (error as SchemaError).hint).toBeTruthy();
  });
});

function refusalOf(source: string): unknown {
  try {
    expand(source);
  } catch (error) {
    return error;
  }
  return undefined;
}

test('accepts a source that names a generated input, which AWS refuses', () => {
  const { sdl, schema } = expand(`
    type Item @model { id: ID! name: String }
    type Mutation { updateItemsBatch(items: [UpdateItemInput!]!): [Item] @function(name: "update") }
  `);
  expect(sdl).toContain('updateItemsBatch(items: [UpdateItemInput!]!): [Item]');
  expect(schema.getType('UpdateItemInput')?.name).toBe('UpdateItemInput');
});

test('names the type that nobody declares where AWS would deploy a schema that AppSync refuses', () => {
  const expanded = expand('type A @model { id: ID! nested: Nested } type Nested { a: A }');
  expect(() => expanded.schema).toThrow(SchemaError);
  expect(() => expanded.schema).toThrow(/AInput/);
});

test("expands the workspace's own schema", () => {
  const workspace = readFileSync(join(import.meta.dirname, '../../../graphql/schema.graphql'), 'utf8');
  expect(expand(workspace, { iamAccess: true }).models.size).toBeGreaterThan(0);
});
