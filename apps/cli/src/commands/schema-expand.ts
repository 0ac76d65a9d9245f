import { defineCommand } from '../command/command.ts';
import { exitCodes } from '../exit-codes.ts';
import { readSchema, schemaArguments, schemaFlags } from '../schema-source.ts';

export const schemaExpand = defineCommand({
  args: schemaArguments,
  flags: schemaFlags,
  notes: `
FILE is a schema in Amplify's dialect, a folder of .graphql files, or - for standard input; several are read as one.
Example: postern schema expand graphql/schema.graphql > executable.graphql`,
  async run({ args, flags }, terminal) {
    const { sdl } = await readSchema(args, flags, terminal);
    terminal.write(sdl.endsWith('\n') ? sdl : `${sdl}\n`);
    return exitCodes.ok;
  },
});
