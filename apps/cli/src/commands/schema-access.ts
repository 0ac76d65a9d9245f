import { accessMatrix } from '../access-matrix.ts';
import { defineCommand } from '../command/command.ts';
import { exitCodes } from '../exit-codes.ts';
import { readSchema, schemaArguments, schemaFlags } from '../schema-source.ts';

export const schemaAccess = defineCommand({
  args: schemaArguments,
  flags: {
    ...schemaFlags,
    json: { type: 'boolean', description: 'Print the rows of the access table as JSON' },
  },
  notes: `
FILE is a schema in Amplify's dialect, or - for standard input; several files are read as one schema.
The matrix says allow, depends (on the record: its owner or its groups) or nothing at all, which is deny.
With * it holds for some fields only; they are named below the matrix.`,
  async run({ args, flags }, terminal) {
    const { access } = await readSchema(args, flags, terminal);
    terminal.write(
      flags.json ? `${JSON.stringify(access.rows, null, 2)}\n` : accessMatrix(access, terminal.paint),
    );
    return exitCodes.ok;
  },
});
