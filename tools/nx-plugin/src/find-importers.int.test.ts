import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findImporters } from './find-importers.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'postern-importers-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function project(folder: string, files: Record<string, string>): void {
  const manifest = JSON.stringify({ name: `@my/${folder}`, dependencies: { '@my/graphql': '*' } });
  for (const [name, text] of Object.entries({ 'package.json': manifest, ...files })) {
    mkdirSync(dirname(join(root, folder, name)), { recursive: true });
    writeFileSync(join(root, folder, name), text);
  }
}
const imports = (what: string) => `import ${what} from '@my/graphql';\n`;

test('names the projects of each operation, under whatever name they call it', async () => {
  project('web', { 'src/a.tsx': imports('{ GetItem, type ItemStatus }') });
  project('batch', { 'src/deep/b.ts': imports('{ GetItem as get, UpdateItem }') });
  project('shared', { 'src/index.ts': "export { UpdateItem } from '@my/graphql';" });
  expect(await findImporters(root, '@my/graphql')).toEqual({
    GetItem: ['@my/batch', '@my/web'],
    ItemStatus: ['@my/web'],
    UpdateItem: ['@my/batch', '@my/shared'],
  });
});

test('knows who imports all: as a namespace, by import(), by the registry', async () => {
  project('a', { 'src/a.ts': imports('* as all') });
  project('b', { 'src/b.ts': "export const load = () => import('@my/graphql');" });
  project('c', { 'src/c.ts': imports('{ operations }') });
  expect(await findImporters(root, '@my/graphql')).toEqual({ '*': ['@my/a', '@my/b', '@my/c'] });
});

test('leaves out tests, what is built or installed, and who does not depend on it', async () => {
  const source = imports('{ GetItem }');
  project('a', { 'src/a.unit.test.ts': source, 'src/test-support/b.ts': source });
  project('b', { 'dist/b.ts': source, 'node_modules/x/c.ts': source });
  project('c', { 'src/c.ts': source, 'package.json': '{ "name": "@my/c" }' });
  project('d', { 'src/d.ts': "// import { GetItem } from '@my/graphql';" });
  expect(await findImporters(root, '@my/graphql')).toEqual({});
});
