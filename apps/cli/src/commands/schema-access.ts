import { resolve } from 'node:path';
import { defineCommand, type FlagValues } from '../command/command.ts';
import { exitCodes } from '../exit-codes.ts';
import { readProject } from '../project.ts';
import { readSchema, schemaArguments, schemaFlags } from '../schema-source.ts';
import type { Terminal } from '../terminal.ts';

export const schemaAccess = defineCommand({
  args: schemaArguments,
  flags: {
    ...schemaFlags,
    operations: { type: 'boolean', description: 'Show who may call each query, mutation and subscription' },
    json: { type: 'boolean', description: 'Print the rows of the access table, or the operations, as JSON' },
  },
  notes: `
FILE is a schema in Amplify's dialect, a folder of .graphql files, or - for standard input; several are read as one.
The matrix says allow, depends (on the record: its owner or its groups) or nothing at all, which is deny.
With * it holds for some fields only; they are named below the matrix. A user in several groups has the best answer
of them; user is anybody who is signed in, and may be the owner.`,
  async run({ args, flags }, terminal) {
    const expanded = await readSchema(
      args,
      flags.operations ? await asDeployed(args, flags, terminal) : flags,
      terminal,
    );
    const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
    if (flags.operations) {
      const { rootFieldAccess } = await import('@postern/schema');
      const { rootFieldMatrix } = await import('../root-field-matrix.ts');
      const fields = rootFieldAccess(expanded);
      terminal.write(flags.json ? json(fields) : rootFieldMatrix(fields, terminal.paint));
      return exitCodes.ok;
    }
    const { access, models } = expanded;
    if (models.size === 0 && !flags.json) {
      const { directiveRows } = await import('@postern/schema');
      const { directiveTable } = await import('../directive-table.ts');
      terminal.write(directiveTable(directiveRows(expanded), terminal.paint));
      return exitCodes.ok;
    }
    const { accessMatrix } = await import('../access-matrix.ts');
    terminal.write(flags.json ? json(access.rows) : accessMatrix(access, terminal.paint));
    return exitCodes.ok;
  },
});

// The rows are the same however the API is set up; who may call a root field is not.
async function asDeployed(
  args: readonly string[],
  flags: FlagValues<typeof schemaFlags>,
  terminal: Terminal,
): Promise<FlagValues<typeof schemaFlags>> {
  const { schema, iamAccess } = await readProject(terminal.folder);
  const isOfProject = args.length === 1 && resolve(terminal.folder, args[0] ?? '') === schema;
  return { 'iam-access': flags['iam-access'] ?? (isOfProject && iamAccess === true) };
}
