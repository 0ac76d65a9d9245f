import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ProjectFile } from './config-sources.ts';
import { ConfigError } from './errors.ts';
import { parseProjectFile, projectFileNames } from './project-file.ts';

/**
 * Reads the project files of a folder; those that are not there are left out.
 *
 * @param extra - Files that have to be there, such as what `cdk deploy --outputs-file` wrote; they win over the others.
 * @throws ConfigError `malformed` for a file that cannot be parsed, `invalid` for one that cannot be read.
 */
export async function loadProjectFiles(
  folder: string,
  extra: readonly string[] = [],
): Promise<ProjectFile[]> {
  const files = await Promise.all([
    ...extra.map((name) => load(name, resolve(folder, name), true)),
    ...projectFileNames.map((name) => load(name, join(folder, name), false)),
  ]);
  return files.filter((file) => file !== undefined);
}

async function load(name: string, path: string, needed: boolean): Promise<ProjectFile | undefined> {
  try {
    return parseProjectFile(name, await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ENOENT' && !needed) return undefined;
    throw new ConfigError('invalid', `${path} cannot be read (${code}).`, { cause: error });
  }
}
