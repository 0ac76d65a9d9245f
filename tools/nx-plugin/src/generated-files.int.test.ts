import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findStale, writeGenerated } from './generated-files.ts';

let folder: string;
let files: Map<string, string>;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'postern-generated-')), 'generated');
  files = new Map([
    [join(folder, 'a.ts'), 'a'],
    [join(folder, 'b.ts'), 'b'],
  ]);
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

test('writes what was generated, and nothing else stays in the folder', async () => {
  await writeGenerated(files);
  expect(readdirSync(folder)).toEqual(['a.ts', 'b.ts']);
  expect(readFileSync(join(folder, 'a.ts'), 'utf8')).toBe('a');
  expect(await findStale(files)).toEqual([]);
});

test('names what is missing, what differs and what is not generated any more', async () => {
  mkdirSync(folder);
  writeFileSync(join(folder, 'a.ts'), 'old');
  writeFileSync(join(folder, 'gone.ts'), '');
  expect(await findStale(files)).toEqual([
    { file: join(folder, 'a.ts'), why: 'differs' },
    { file: join(folder, 'b.ts'), why: 'missing' },
    { file: join(folder, 'gone.ts'), why: 'not generated any more' },
  ]);
  await writeGenerated(files);
  expect(readdirSync(folder)).toEqual(['a.ts', 'b.ts']);
});

test('leaves alone what stands in a folder that is not the generator’s own', async () => {
  const own = join(folder, '..', 'src');
  mkdirSync(own);
  writeFileSync(join(own, 'by-hand.ts'), '');
  await writeGenerated(new Map([[join(own, 'schema.graphql'), '']]));
  expect(readdirSync(own).sort()).toEqual(['by-hand.ts', 'schema.graphql']);
});

test('does not touch a file that is up to date', async () => {
  await writeGenerated(files);
  expect(await writeGenerated(files)).toEqual([]);
});
