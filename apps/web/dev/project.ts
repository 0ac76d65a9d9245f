import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { LocalUser } from '@postern/local';

/** The top of the workspace. */
export const workspaceFolder = resolve(import.meta.dirname, '../../..');

/** What `postern.config.json` says of the local backend; paths are absolute. */
export interface Project {
  readonly schemaFile: string;
  readonly functionsFile: string;
  readonly users: readonly LocalUser[];
}

interface ConfigFile {
  readonly schema: string;
  readonly functions: string;
  readonly local: { readonly users: readonly LocalUser[] };
}

/**
 * Reads the workspace's `postern.config.json`.
 *
 * @throws Error when it is not there or is not JSON.
 */
export async function readProject(folder: string = workspaceFolder): Promise<Project> {
  const file = resolve(folder, 'postern.config.json');
  const { schema, functions, local } = JSON.parse(await readFile(file, 'utf8')) as ConfigFile;
  return {
    schemaFile: resolve(folder, schema),
    functionsFile: resolve(folder, functions),
    users: local.users,
  };
}
