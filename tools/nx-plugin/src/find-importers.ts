import { glob, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { namesImported } from './names-imported.ts';

/** The names of the projects that import each name of a package; those under `*` import all of them. */
export type Importers = Record<string, string[]>;

interface Manifest {
  readonly name?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/**
 * Finds which projects of a workspace import what of a package, by the sources of those that depend on it. Tests and what
 * supports them are left out: they do not run in production.
 *
 * @param root - The workspace.
 * @param packageName - Such as `@postern/graphql`.
 */
export async function findImporters(root: string, packageName: string): Promise<Importers> {
  const importers: Importers = {};
  for await (const file of glob('**/package.json', { cwd: root, exclude: isNotSource })) {
    const manifest = JSON.parse(await readFile(join(root, file), 'utf8')) as Manifest;
    const uses = packageName in { ...manifest.dependencies, ...manifest.devDependencies };
    if (!uses || manifest.name === undefined) continue;
    for (const name of await importedBy(join(root, dirname(file)), packageName)) {
      (importers[name] ??= []).push(manifest.name);
    }
  }
  for (const projects of Object.values(importers)) projects.sort();
  return importers;
}

async function importedBy(folder: string, packageName: string): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for await (const file of glob('**/*.{ts,tsx,mts}', { cwd: folder, exclude: isNotSource })) {
    if (isTest(file)) continue;
    const text = await readFile(join(folder, file), 'utf8');
    if (!text.includes(packageName)) continue;
    for (const name of namesImported(file, text, packageName)) names.add(name);
  }
  return names;
}

function isNotSource(path: string): boolean {
  return /(?:^|[\\/])(?:node_modules|dist|generated|\.[^\\/]+)$/.test(path);
}

function isTest(path: string): boolean {
  return /\.test\.\w+$|(?:^|[\\/])test-support[\\/]/.test(path);
}
