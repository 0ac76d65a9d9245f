import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { generate, type CodegenConfig } from '@graphql-codegen/cli';
import { findImporters, type Importers } from './find-importers.ts';
import { findStale, writeGenerated, type GeneratedFiles } from './generated-files.ts';

// node run-codegen.ts [--check] PROJECT: runs a project's codegen.ts, or says what in its output is stale.
const { values, positionals } = parseArgs({
  options: { check: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [project = '.'] = positionals;

async function generateFiles(): Promise<GeneratedFiles> {
  const module = (await import(pathToFileURL(resolve('codegen.ts')).href)) as { default: CodegenConfig };
  const importers = await importersOf('.');
  const config: CodegenConfig = {
    ...module.default,
    config: { ...module.default.config, ...(importers && { importers }) },
    cwd: process.cwd(),
    silent: true,
  };
  const outputs = (await generate(config, false)) as { filename: string; content: string }[];
  return new Map(outputs.map(({ filename, content }) => [resolve(filename), content]));
}

// For the manifest: a plugin reads no sources but its own, so whoever runs it says which projects import what.
async function importersOf(folder: string): Promise<Importers | undefined> {
  const root = workspaceAround(resolve(folder));
  const manifest = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined);
  if (root === undefined || manifest === undefined) return undefined;
  const { name } = JSON.parse(manifest) as { name?: string };
  return name === undefined ? undefined : findImporters(root, name);
}

function workspaceAround(folder: string): string | undefined {
  if (existsSync(join(folder, 'nx.json'))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : workspaceAround(above);
}

// graphql-codegen puts several failures into one AggregateError whose own message says little.
function complain(error: unknown): void {
  const errors: unknown[] = error instanceof AggregateError ? error.errors : [error];
  const messages = errors.map((each) => (each instanceof Error ? each.message : String(each)));
  process.stderr.write(`${messages.join('\n')}\n`);
  process.exitCode = 1;
}

async function run(): Promise<void> {
  // graphql-codegen finds its plugins from the working folder.
  process.chdir(project);
  const files = await generateFiles();
  const stale = values.check ? await findStale(files) : await writeGenerated(files);
  for (const { file, why } of stale) {
    const done = why === 'not generated any more' ? 'removed' : 'written';
    process.stdout.write(`${join(project, relative('.', file))}: ${values.check ? why : done}\n`);
  }
  if (values.check && stale.length > 0) {
    throw new Error('Generated files are stale. Run `pnpm codegen` and commit what it writes.');
  }
}

await run().catch(complain);
