import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from './errors.ts';
import { parseProjectFile, projectFileNames, type ProjectFile } from './project-file.ts';

/**
 * Reads the project files of a folder; those that are not there are left out.
 *
 * @throws ConfigError `malformed` for a file that cannot be parsed, `invalid` for one that cannot be read.
 */
export async function loadProjectFiles(folder: string): Promise<ProjectFile[]> {
  const files = await Promise.all(projectFileNames.map((name) => load(folder, name)));
  return files.filter((file) => file !== undefined);
}

async function load(folder: string, name: string): Promise<ProjectFile | undefined> {
  try {
    return parseProjectFile(name, await readFile(join(folder, name), 'utf8'));
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ENOENT') return undefined;
    throw new ConfigError('invalid', `${join(folder, name)} cannot be read (${code}).`, { cause: error });
  }
}
