import type { TypedOperation } from '@postern/client';
import { UsageError } from '../errors.ts';
import { readNamedFile } from '../files.ts';
import type { Terminal } from '../terminal.ts';
import { parseVariables, type Variables } from './parse-variables.ts';
import { workspaceSchema } from './workspace-schema.ts';

/**
 * Reads an operation's variables from a file and flags.
 *
 * @throws UsageError for whatever the operation does not take.
 */
export async function readVariables(
  operation: TypedOperation,
  file: string | undefined,
  flags: readonly (readonly [name: string, value: string])[],
  terminal: Terminal,
): Promise<Variables> {
  const base = file === undefined ? {} : parseObject(file, await readNamedFile(file, terminal));
  return parseVariables(operation, await workspaceSchema(), base, flags);
}

function parseObject(file: string, text: string): Variables {
  const name = file === '-' ? 'Standard input' : file;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${name} is no JSON: ${(error as Error).message}.`, { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(`${name} has to hold a JSON object, one key for each variable.`);
  }
  return value as Variables;
}
