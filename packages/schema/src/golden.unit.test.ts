import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expand } from './expand.ts';
import { normalize } from './test-support/normalize.ts';

const folder = join(import.meta.dirname, '../golden');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

for (const name of ['items', 'items.iam']) {
  const golden = JSON.parse(read(`${name}.json`)) as { sdl: string; access: unknown; iamAccess: boolean };
  const expanded = expand(read(`${name.split('.')[0]}.graphql`), { iamAccess: golden.iamAccess });

  test(`expands ${name} to the schema that AWS's transformer makes of it`, () => {
    expect(normalize(expanded.sdl)).toEqual(normalize(golden.sdl));
  });

  test(`reads the rules of ${name} to the rows that AWS's transformer makes of them`, () => {
    expect(expanded.access.rows).toEqual(golden.access);
  });
}

test("expands the workspace's schema although it names a generated input", () => {
  const workspace = readFileSync(join(import.meta.dirname, '../../../graphql/schema.graphql'), 'utf8');
  const { sdl, schema } = expand(workspace, { iamAccess: true });
  expect(sdl).toContain('updateItemsBatch(items: [UpdateItemInput!]!): [Item]');
  expect(schema.getType('UpdateItemInput')?.name).toBe('UpdateItemInput');
});
