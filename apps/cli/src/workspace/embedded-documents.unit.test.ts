import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { embeddedDocuments } from './embedded-documents.ts';

const source = `
import { gql } from 'somewhere';
const fields = gql\`fragment F on Item { id }\`;
export const list = graphql(/* GraphQL */ \`
  query List {
    items { ...F }
  }
  \${fields}
\`);
const other = \`query NotOne { a }\`;
`;

test('keeps each document where it stands in the file', () => {
  const documents = embeddedDocuments(source);
  const { definitions } = parse(documents);
  expect(definitions.map(({ loc }) => [loc?.startToken.line, loc?.startToken.column])).toEqual([
    [3, 20],
    [5, 3],
  ]);
  expect(documents).not.toContain('NotOne');
});

test('finds nothing where there is none', () => {
  expect(embeddedDocuments('const a = `b`;')).toBe('');
});
