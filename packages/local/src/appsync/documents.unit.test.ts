import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { Documents } from './documents.ts';

const schema = buildSchema('type Query { name: String }');

function long(name: string, characters: number): string {
  return `{ ${name}: name } #`.padEnd(characters, 'x');
}

test('a text that comes again is not parsed again', () => {
  const documents = new Documents(schema);
  expect(documents.read('{ name }')).toBe(documents.read('{ name }'));
  expect(documents.read('{ other }')).toBe(documents.read('{ other }'));
});

test('of many documents the latest 500 are remembered', () => {
  const documents = new Documents(schema);
  const all = Array.from({ length: 501 }, (_, index) => documents.read(`{ a${index}: name }`));
  expect(documents.read('{ a500: name }')).toBe(all[500]);
  expect(documents.read('{ a1: name }')).toBe(all[1]);
  expect(documents.read('{ a0: name }')).not.toBe(all[0]);
});

test('of long documents those are remembered that have a million characters together', () => {
  const documents = new Documents(schema);
  const all = Array.from({ length: 11 }, (_, index) => documents.read(long(`a${index}`, 100_000)));
  expect(documents.read(long('a1', 100_000))).toBe(all[1]);
  expect(documents.read(long('a0', 100_000))).not.toBe(all[0]);
});

test('one that is very long drives out no others', () => {
  const documents = new Documents(schema);
  const small = documents.read('{ name }');
  const first = documents.read(long('a', 1_000_000));
  expect(documents.read(long('a', 1_000_000))).not.toBe(first);
  expect(documents.read('{ name }')).toBe(small);
});
