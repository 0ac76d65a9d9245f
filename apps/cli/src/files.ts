import { access, glob, readFile } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import type { SchemaSource } from '@postern/schema';
import { UsageError } from './errors.ts';
import { readStandardInput } from './prompt.ts';
import type { Terminal } from './terminal.ts';

/**
 * Reads a file that the person named, or standard input for `-`.
 *
 * @throws UsageError naming the file and what is wrong with it.
 */
export async function readNamedFile(path: string, terminal: Terminal): Promise<string> {
  if (path === '-') return readStandardInput();
  try {
    return await readFile(resolve(terminal.folder, path), 'utf8');
  } catch (error) {
    throw new UsageError(`Cannot read ${path}: ${problemOf(error)}.`, { cause: error });
  }
}

/** What the operating system says, in words. */
export function problemOf(error: unknown): string {
  const words: Record<string, string> = {
    ENOENT: 'there is no such file or folder',
    EISDIR: 'it is a folder',
    EACCES: 'permission denied',
    EROFS: 'the file system is read-only',
    ENOTDIR: 'a part of the path is no folder',
  };
  const { code = '', message } = error as NodeJS.ErrnoException;
  return words[code] ?? message;
}

/** Whether there is something at a path. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** The files that a pattern matches, as absolute paths in order, dependencies left out. */
export async function filesOf(pattern: string, folder: string): Promise<string[]> {
  const files: string[] = [];
  const exclude = (name: string): boolean => name.endsWith('node_modules');
  for await (const file of glob(pattern, { cwd: folder, exclude })) files.push(resolve(folder, file));
  return files.sort();
}

/** Reads a file under the name that messages have for it: its path from the folder. */
export async function sourceOf(file: string, terminal: Terminal): Promise<SchemaSource> {
  const name = relative(terminal.folder, file).split(sep).join('/');
  return { name, body: await readNamedFile(file, terminal) };
}
