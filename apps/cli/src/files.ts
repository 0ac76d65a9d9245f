import { access, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
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
