import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { SchemaError } from './errors.ts';
import { expand } from './expand.ts';
import { anyOldSchema, anySchema } from './test-support/any-schema.ts';

// How long a run takes is a matter of the machine.
vi.setConfig({ testTimeout: 120_000 });

const folder = join(import.meta.dirname, '../golden');
const sources = readdirSync(folder)
  .filter((name) => name.endsWith('.graphql'))
  .map((name) => readFileSync(join(folder, name), 'utf8'));
const words = [...new Set(sources.flatMap((source) => source.match(/@?\w+|"[^"\n]*"|[^\s\w]/g) ?? []))];

// Whatever is asked of an expanded schema; most of it is computed when asked for.
function useAll(source: string, iamAccess: boolean): void {
  const expanded = expand(source, { iamAccess });
  void expanded.access.rows;
  void expanded.models;
  void expanded.document;
  void expanded.schema;
}

function refusal(source: string, iamAccess: boolean): unknown {
  try {
    useAll(source, iamAccess);
    return undefined;
  } catch (error) {
    return error;
  }
}

function throwsNothingElse(source: string, iamAccess: boolean): boolean {
  const error = refusal(source, iamAccess);
  if (error === undefined || error instanceof SchemaError) return true;
  throw new Error('not a SchemaError', { cause: error });
}

test('throws nothing but its own error for any text', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.boolean(), throwsNothingElse), { numRuns: 500 });
});

test('throws nothing but its own error for any sequence of words of a schema', () => {
  const text = fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((list) => list.join(' '));
  fc.assert(fc.property(text, fc.boolean(), throwsNothingElse), { numRuns: 1000 });
});

// A schema with some of its words taken out, doubled or exchanged: mostly still GraphQL, mostly wrong.
const damaged = fc
  .record({
    source: fc.constantFrom(...sources.filter((source) => !source.startsWith('# syntax'))),
    cuts: fc.array(fc.tuple(fc.nat(), fc.constantFrom(...words, '')), { maxLength: 4 }),
  })
  .map(({ source, cuts }) => {
    const tokens = source.match(/@?\w+|"[^"\n]*"|\s+|[^\s\w]/g) ?? [];
    for (const [at, word] of cuts) tokens[at % tokens.length] = word;
    return tokens.join('');
  });

test('throws nothing but its own error for a damaged schema', () => {
  fc.assert(fc.property(damaged, fc.boolean(), throwsNothingElse), { numRuns: 800 });
});

test.each([
  ['today', anySchema],
  ['the first version', anyOldSchema],
])('throws nothing but its own error for any directives of %s on any types', (_, schemas) => {
  fc.assert(fc.property(schemas, fc.boolean(), throwsNothingElse), { numRuns: 1500 });
});

// How many schemas of a random run expand varies, so it is asked of one that does not.
test.each([
  ['today', anySchema],
  ['the first version', anyOldSchema],
])('meets schemas of %s that expand among them', (_, schemas) => {
  const samples = fc.sample(schemas, { seed: 7, numRuns: 500 });
  const expanded = samples.filter((source) => refusal(source, false) === undefined);
  expect(expanded.length).toBeGreaterThan(20);
});

test('keeps names apart that objects of JavaScript have', () => {
  expect(() => {
    useAll(
      'type constructor @model { id: ID! __proto__: String toString: Int @index(name: "valueOf") }',
      true,
    );
  }).not.toThrow();
});

test('does not hang on deep or circular nesting', () => {
  const depth = 2000;
  const deep = Array.from(
    { length: depth },
    (_, index) => `type T${String(index)} { next: T${String(index + 1)} }`,
  );
  useAll(
    `type A @model @auth(rules: [{ allow: owner }]) { id: ID! t: T0 } ${deep.join(' ')} type T${String(depth)} { back: T0 }`,
    true,
  );
  expect(refusal(`type A { a: ${'['.repeat(5000)}Int${']'.repeat(5000)} }`, false)).toBeUndefined();
});
