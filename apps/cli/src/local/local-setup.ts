import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FunctionsFactory, LocalUser } from '@postern/local';
import { FailedError, UsageError } from '../errors.ts';
import { exists, readNamedFile } from '../files.ts';
import { readProject } from '../project.ts';
import type { Terminal } from '../terminal.ts';
import { usersForGroups } from './users-for-groups.ts';

/** What a local backend is set up with, apart from where it listens and what it keeps. */
export interface LocalSetup {
  readonly schema: string;
  readonly users: readonly LocalUser[];
  readonly functions?: FunctionsFactory;
}

/**
 * Finds schema, users and functions: from the flags, else from `postern.config.json`.
 *
 * @throws UsageError when there is no schema, or a named file is not there.
 */
export async function localSetup(
  flags: { readonly schema?: string; readonly functions?: string },
  terminal: Terminal,
): Promise<LocalSetup> {
  const project = await readProject(terminal.folder);
  const schemaFile = flags.schema ?? project.schema;
  if (schemaFile === undefined) {
    throw new UsageError(
      'There is no schema: name one with --schema FILE, or as "schema" in postern.config.json.',
    );
  }
  const schema = await readNamedFile(schemaFile, terminal);
  const functionsFile = flags.functions ?? project.functions;
  const functions =
    functionsFile === undefined ? undefined : await lazyFunctions(resolve(terminal.folder, functionsFile));
  const users = project.users ?? (await usersForGroups(schemaFile, schema));
  return { schema, users, ...(functions ? { functions } : {}) };
}

// The module is loaded when the first function is called, so that the start does not wait for it.
async function lazyFunctions(file: string): Promise<FunctionsFactory> {
  if (!(await exists(file))) throw new UsageError(`There is no functions module ${file}.`);
  return async (environment) => {
    const module = (await import(pathToFileURL(file).href)) as { default?: FunctionsFactory };
    if (typeof module.default !== 'function') {
      throw new FailedError(`${file} has no default export that makes the functions.`);
    }
    return module.default(environment);
  };
}
