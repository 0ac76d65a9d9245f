import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { NamedOperation } from '@postern/schema';
import { parse, type DocumentNode } from 'graphql';
import { UsageError } from '../errors.ts';
import { exists, filesOf } from '../files.ts';
import type { Terminal } from '../terminal.ts';
import { importsOf } from './imports-of.ts';

/** What a project runs, as far as its sources show. */
export interface UsedOperations {
  /** Operations of the workspace that it imports. */
  readonly operations: readonly NamedOperation[];
  /** Operations that its own files hold, in templates tagged `gql` or `graphql` or marked so, and `.graphql` files. */
  readonly embedded: readonly DocumentNode[];
  /** Files that take all operations, or do so as far as can be told. */
  readonly takingAll: readonly string[];
}

// Documents that were generated into the project itself: behind a relative path, or an alias for one.
const ownGenerated = /^(?:\.{1,2}|[~@#])\/.*(?:generated|graphql|gql)/i;
const sources = '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}';
const notShipped =
  /(^|\/)(dist|build|coverage|test-support|__tests__)\/|\.(test|spec)\.[cm]?[jt]sx?$|\.d\.[cm]?ts$/;

/**
 * Finds the operations that a project contains: what its sources import of the workspace's, and what they hold themselves.
 * Tests and build output are left out.
 *
 * @throws UsageError when there is no such folder.
 */
export async function usedOperations(
  project: string,
  operations: readonly NamedOperation[],
  terminal: Terminal,
): Promise<UsedOperations> {
  const folder = resolve(terminal.folder, project);
  if (!(await exists(folder))) throw new UsageError(`--project: there is no folder ${project}.`);
  const packages = await packagesOf(operations, terminal.folder);
  const isContract = (module: string): boolean =>
    packages.some((name) => module === name || module.startsWith(`${name}/`)) || ownGenerated.test(module);
  const used = new Set<string>();
  const embedded: DocumentNode[] = [];
  const takingAll: string[] = [];
  for (const { file, text } of await shipped(folder)) {
    const { names, everything } = importsOf(text, isContract);
    for (const name of names) used.add(name).add(name.replace(/Document$/, ''));
    if (everything || used.delete('operations'))
      takingAll.push(relative(terminal.folder, file).split(sep).join('/'));
    embedded.push(...documentsIn(file, text));
  }
  const imported = operations.filter(({ name }) => takingAll.length > 0 || used.has(name));
  return { operations: imported, embedded, takingAll };
}

async function shipped(folder: string): Promise<{ file: string; text: string }[]> {
  const files = [
    ...(await filesOf(join(folder, sources), folder)),
    ...(await filesOf(join(folder, '**/*.{graphql,gql}'), folder)),
  ].filter((file) => !notShipped.test(relative(folder, file).split(sep).join('/')));
  return Promise.all(files.map(async (file) => ({ file, text: await readFile(file, 'utf8') })));
}

// The packages that the operations are in: what other projects import them from.
async function packagesOf(operations: readonly NamedOperation[], folder: string): Promise<string[]> {
  const folders = new Set(operations.map(({ location }) => dirname(resolve(folder, location?.file ?? ''))));
  const names = await Promise.all([...folders].map((place) => packageAbove(place)));
  return [...new Set(names.filter((name) => name !== undefined))];
}

async function packageAbove(folder: string): Promise<string | undefined> {
  const manifest = join(folder, 'package.json');
  if (await exists(manifest)) return (JSON.parse(await readFile(manifest, 'utf8')) as { name?: string }).name;
  return dirname(folder) === folder ? undefined : packageAbove(dirname(folder));
}

const template = /(?:\b(?:gql|graphql)\s*\(?\s*|\/\*\s*GraphQL\s*\*\/\s*)`((?:[^`\\]|\\.)*)`/g;

// A document with fragments from elsewhere stands with a hole in it, which is left out: its root fields are what counts.
function documentsIn(file: string, text: string): DocumentNode[] {
  const bodies = /\.(graphql|gql)$/.test(file)
    ? [text]
    : [...text.matchAll(template)].map(([, body = '']) => body);
  return bodies.flatMap((body) => {
    try {
      return parse(body.replace(/\$\{[^}]*\}/g, ''));
    } catch {
      return [];
    }
  });
}
