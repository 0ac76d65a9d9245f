import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expand } from '@postern/schema';
import { expect, test } from 'vitest';
import { readFieldPolicy } from './field-policy.ts';

// What AWS's own transformer hides; golden/make-relations.cjs makes it.
const folder = join(import.meta.dirname, '../../golden');
const { hidden } = JSON.parse(readFileSync(join(folder, 'relations.json'), 'utf8')) as {
  hidden: Record<string, boolean>;
};

test('a mutation hides the relations that the resolvers of AWS hide', () => {
  const expanded = expand(readFileSync(join(folder, 'relations.graphql'), 'utf8'));
  const ours = Object.keys(hidden).map((name) => {
    const [type = '', field = ''] = name.split('.');
    return [name, readFieldPolicy(expanded, type, field).hiddenInMutations] as const;
  });
  expect(Object.fromEntries(ours)).toEqual(hidden);
});
