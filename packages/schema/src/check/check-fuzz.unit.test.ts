import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { expand } from '../expand.ts';
import { checkOperations } from './check-operations.ts';
import { findingCodes, findingExplanations } from './explanations.ts';

// How long a run takes is a matter of the machine.
vi.setConfig({ testTimeout: 120_000 });

const schema = /* GraphQL */ `
  type Item @model @auth(rules: [{ allow: owner }, { allow: groups, groups: ["Admin"] }]) {
    id: ID!
    name: String @deprecated
    title: String @auth(rules: [{ allow: groups, groups: ["Admin"], operations: [create] }])
    status: Status @index(name: "byStatus", queryField: "itemsByStatus")
    parts: [Item] @hasMany
  }
  enum Status {
    PENDING
  }
`;
const expanded = [expand(schema), expand(schema, { iamAccess: true }), expand('type Query { a: String }')];
const examples = Object.values(findingExplanations).flatMap(({ wrong, right }) => [wrong, right]);
const words = [...new Set(examples.flatMap((text) => text.match(/#.*|[$@]?\w+|\.\.\.|[^\s\w]|\n/g) ?? []))];

// Any findings are right, as long as each stands somewhere in the text.
function findsWithinTheText(body: string, which: number): void {
  const lines = body.split(/\r\n|[\n\r]/).length;
  for (const { code, line, column } of checkOperations(expanded[which]!, [{ name: 'a.graphql', body }])) {
    expect(findingCodes).toContain(code);
    expect(line).toBeLessThanOrEqual(lines);
    expect(column).toBeGreaterThan(0);
  }
}
const which = fc.nat({ max: expanded.length - 1 });

test('throws nothing for any text', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), which, findsWithinTheText), { numRuns: 300 });
});

test('throws nothing for any sequence of the words of operations', () => {
  const text = fc.array(fc.constantFrom(...words), { maxLength: 50 }).map((list) => list.join(' '));
  fc.assert(fc.property(text, which, findsWithinTheText), { numRuns: 500 });
});

test('throws nothing for operations with some words exchanged', () => {
  const damaged = fc
    .record({
      texts: fc.array(fc.constantFrom(...examples), { minLength: 1, maxLength: 4 }),
      cuts: fc.array(fc.tuple(fc.nat(), fc.constantFrom(...words, '')), { maxLength: 4 }),
    })
    .map(({ texts, cuts }) => {
      const tokens = texts.join('\n').match(/#.*|[$@]?\w+|\.\.\.|\s+|[^\s\w]/g) ?? [];
      for (const [at, word] of cuts) tokens[at % tokens.length] = word;
      return tokens.join('');
    });
  fc.assert(fc.property(damaged, which, findsWithinTheText), { numRuns: 1000 });
});
