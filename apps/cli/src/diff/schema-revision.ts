import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { SchemaSource } from '@postern/schema';
import { UsageError } from '../errors.ts';
import { exists } from '../files.ts';
import { schemaSources } from '../schema-source.ts';
import type { Terminal } from '../terminal.ts';

const run = promisify(execFile);

/**
 * Reads a schema from a file, a folder of `.graphql` files, standard input (`-`), or a git revision as `rev:path`.
 *
 * @throws UsageError naming what cannot be read and why.
 */
export async function readRevision(name: string, terminal: Terminal): Promise<SchemaSource[]> {
  const isThere = name === '-' || (await exists(resolve(terminal.folder, name)));
  if (isThere || !name.includes(':')) return schemaSources(name, terminal);
  return fromGit(name, terminal);
}

async function fromGit(name: string, terminal: Terminal): Promise<SchemaSource[]> {
  const kind = (await git(name, terminal, 'cat-file', '-t', name)).trim();
  if (kind === 'blob') return [{ name, body: await git(name, terminal, 'cat-file', 'blob', name) }];
  const listing = await git(name, terminal, 'ls-tree', '-r', '-z', '--name-only', name);
  const files = listing.split('\0').filter((file) => file.endsWith('.graphql'));
  if (kind !== 'tree' || files.length === 0) {
    throw new UsageError(`Cannot read ${name}: it is neither a file nor a folder with .graphql files.`);
  }
  const folder = /[:/]$/.test(name) ? name : `${name}/`;
  return Promise.all(
    files.map(async (file) => ({
      name: `${folder}${file}`,
      body: await git(name, terminal, 'cat-file', 'blob', `${folder}${file}`),
    })),
  );
}

async function git(name: string, terminal: Terminal, ...words: readonly string[]): Promise<string> {
  if (name.startsWith('-')) throw new UsageError(`"${name}" is no git revision; write rev:path.`);
  try {
    const { stdout } = await run('git', words, { cwd: terminal.folder, maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  } catch (error) {
    const { stderr = '', code } = error as { stderr?: string; code?: string };
    const said =
      code === 'ENOENT'
        ? 'git is not installed'
        : (/\S.*/.exec(stderr)?.[0] ?? String(error)).replace(/\.$/, '');
    throw new UsageError(`Cannot read ${name}: it is no file, and as a git revision: ${said}.`, {
      cause: error,
    });
  }
}
