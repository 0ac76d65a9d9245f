import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ExpandedSchema, SchemaSource } from '@postern/schema';
import type { FlagValues, Flags } from './command/command.ts';
import { UsageError } from './errors.ts';
import { filesOf, readNamedFile, sourceOf } from './files.ts';
import type { Terminal } from './terminal.ts';

/** The arguments and flags of every command that reads schema files. */
export const schemaArguments = [{ name: 'FILE', repeatable: true }] as const;
export const schemaFlags = {
  'iam-access': {
    type: 'boolean',
    description: 'IAM callers pass the rules, as with enableIamAuthorizationMode of the CDK construct',
  },
} as const satisfies Flags;

/**
 * Reads the files that a person names as a schema: a file, all `.graphql` files of a folder, or standard input for `-`.
 *
 * @throws UsageError naming what cannot be read and why.
 */
export async function schemaSources(name: string, terminal: Terminal): Promise<SchemaSource[]> {
  if (name === '-') return [{ name: 'standard input', body: await readNamedFile(name, terminal) }];
  const found = await stat(resolve(terminal.folder, name)).catch(() => undefined);
  if (!found?.isDirectory()) return [{ name, body: await readNamedFile(name, terminal) }];
  const files = await filesOf(resolve(terminal.folder, name, '**/*.graphql'), terminal.folder);
  if (files.length === 0) throw new UsageError(`Cannot read ${name}: the folder holds no .graphql file.`);
  return Promise.all(files.map((file) => sourceOf(file, terminal)));
}

/** Reads and expands the schema that the arguments name. */
export async function readSchema(
  files: readonly string[],
  flags: FlagValues<typeof schemaFlags>,
  terminal: Terminal,
): Promise<ExpandedSchema> {
  const sources = [];
  for (const file of files) sources.push(...(await schemaSources(file, terminal)));
  const { expand } = await import('@postern/schema');
  return expand(sources, { iamAccess: flags['iam-access'] ?? false });
}
