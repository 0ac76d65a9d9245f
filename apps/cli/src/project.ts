import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { LocalUser } from '@postern/local';
import { UsageError } from './errors.ts';

/** What `postern.config.json` says of the workspace; paths are absolute. */
export interface Project {
  readonly schema?: string;
  readonly functions?: string;
  readonly users?: readonly LocalUser[];
}

const fileName = 'postern.config.json';

/**
 * Reads the `postern.config.json` of a folder or of the nearest one above it.
 *
 * @returns Nothing in it when there is none.
 * @throws UsageError when it cannot be understood.
 */
export async function readProject(folder: string): Promise<Project> {
  const file = join(folder, fileName);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text !== undefined) return parseProject(file, text);
  return dirname(folder) === folder ? {} : readProject(dirname(folder));
}

function parseProject(file: string, text: string): Project {
  const content = parseObject(file, text);
  const path = (key: 'schema' | 'functions'): { [Key in typeof key]?: string } => {
    const value = content[key];
    if (value === undefined) return {};
    if (typeof value !== 'string') throw new UsageError(`${file}: "${key}" has to be a path.`);
    return { [key]: resolve(dirname(file), value) };
  };
  const users = (content.local as { users?: LocalUser[] } | undefined)?.users;
  if (users !== undefined && !(Array.isArray(users) && users.every(isUser))) {
    throw new UsageError(
      `${file}: "local.users" has to be a list of { "username", "groups"?, "temporary"? }.`,
    );
  }
  return { ...path('schema'), ...path('functions'), ...(users ? { users } : {}) };
}

function isUser(user: unknown): boolean {
  const { username, groups = [] } = (user ?? {}) as { username?: unknown; groups?: unknown };
  return typeof username === 'string' && Array.isArray(groups);
}

function parseObject(file: string, text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw new UsageError(`${file} is no JSON: ${(error as Error).message}.`, { cause: error });
  }
}
