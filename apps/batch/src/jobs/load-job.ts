import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from '../errors.ts';
import type { JobKind } from './job-kind.ts';

/** Whether a word on the command line is a file rather than the name of a job that the program has. */
export function isJobFile(word: string): boolean {
  return /\/|\.m?[jt]s$/.test(word);
}

/**
 * Loads a job of one's own: a module whose default export is a {@link JobKind}.
 *
 * @param file - Its path, from the folder that the program runs in.
 * @throws UsageError when it cannot be loaded or is no job.
 */
export async function loadJob(file: string): Promise<JobKind> {
  const { default: kind } = await load(file);
  if (isJobKind(kind)) return kind;
  throw new UsageError(
    `${file} has to export a job as its default: { name, title, operations, prepare }, the name of small letters, digits and "-".`,
  );
}

async function load(file: string): Promise<{ readonly default?: unknown }> {
  try {
    return (await import(pathToFileURL(resolve(file)).href)) as { readonly default?: unknown };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`The job ${file} cannot be loaded: ${why}`, { cause });
  }
}

function isJobKind(value: unknown): value is JobKind {
  const { name, title, operations, prepare } = (value ?? {}) as Readonly<Record<string, unknown>>;
  // The name is part of paths.
  const named = typeof name === 'string' && /^[a-z0-9][a-z0-9-]*$/.test(name);
  return named && typeof title === 'string' && Array.isArray(operations) && typeof prepare === 'function';
}
