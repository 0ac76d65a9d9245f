import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { SchemaError } from './errors.ts';
import { expand, type ExpandedSchema } from './expand.ts';
import { normalize } from './test-support/normalize.ts';

// The README's blocks say what they are: ```graphql source=note.graphql, and what comes of that source.
const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
const blocks = [...readme.matchAll(/^```\w+ (\w+)=(\S+)\n(.*?)^```$/gms)].map(
  ([, kind = '', name = '', text = '']) => ({ kind, name, text }),
);
const expanded = (name: string): ExpandedSchema =>
  expand([
    { name, body: blocks.find((block) => block.kind === 'source' && block.name === name)?.text ?? '' },
  ]);
const shown = (kind: string): (typeof blocks)[number][] => blocks.filter((block) => block.kind === kind);

test.each(shown('sdl'))('shows the SDL that $name expands to', ({ name, text }) => {
  expect(parse(text).definitions.length).toBeGreaterThan(1);
  expect(normalize(expanded(name).sdl)).toMatchObject(normalize(text));
});

test.each(shown('rows'))('shows rows that $name has', ({ name, text }) => {
  expect(expanded(name).access.rows).toEqual(expect.arrayContaining(JSON.parse(text) as unknown[]));
});

test.each(shown('refused'))('shows how $name is refused', ({ name, text }) => {
  try {
    expanded(name);
    expect.unreachable();
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    expect(`${error.code}: ${error.message}`).toBe(text.trim());
  }
});

test('has a block of every kind', () => {
  expect(new Set(blocks.map(({ kind }) => kind))).toEqual(new Set(['source', 'sdl', 'rows', 'refused']));
});
