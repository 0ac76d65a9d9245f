import type { ExpandedSchema } from '@postern/schema';
import type { FlagValues, Flags } from './command/command.ts';
import { readNamedFile } from './files.ts';
import type { Terminal } from './terminal.ts';

/** The arguments and flags of every command that reads schema files. */
export const schemaArguments = [{ name: 'FILE', repeatable: true }] as const;
export const schemaFlags = {
  'iam-access': {
    type: 'boolean',
    description: 'IAM callers pass the rules, as with enableIamAuthorizationMode of the CDK construct',
  },
} as const satisfies Flags;

/** Reads and expands the schema that the arguments name. */
export async function readSchema(
  files: readonly string[],
  flags: FlagValues<typeof schemaFlags>,
  terminal: Terminal,
): Promise<ExpandedSchema> {
  const sources = [];
  for (const file of files) {
    const name = file === '-' ? 'standard input' : file;
    sources.push({ name, body: await readNamedFile(file, terminal) });
  }
  const { expand } = await import('@postern/schema');
  return expand(sources, { iamAccess: flags['iam-access'] ?? false });
}
