import { resolve } from 'node:path';
import { defineCommand } from '../command/command.ts';
import { UsageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { describeCode } from '../local/describe-code.ts';
import { describeLocal } from '../local/describe-local.ts';
import { localProgramDocument } from '../local/local-document.ts';
import { claimOutputsFile, writeOutputsFile } from '../local/outputs-file.ts';
import { localSetup } from '../local/local-setup.ts';
import { untilStopped } from '../local/until-stopped.ts';

export const local = defineCommand({
  flags: {
    port: { type: 'string', value: 'PORT', description: 'Listen on this port rather than any free one' },
    data: {
      type: 'string',
      value: 'FOLDER',
      description: 'Keep records, users and secrets there rather than in memory',
    },
    schema: {
      type: 'string',
      value: 'FILE',
      description: 'The schema, instead of the one in postern.config.json',
    },
    functions: {
      type: 'string',
      value: 'FILE',
      description: 'The module whose default export makes the functions',
    },
    outputs: {
      type: 'string',
      value: 'FILE',
      description: 'Where to write amplify_outputs.json rather than here',
    },
    'no-outputs': { type: 'boolean', description: 'Write no amplify_outputs.json' },
    json: { type: 'boolean', description: 'Print one JSON document with everything in it, for programs' },
  },
  notes: `
The users are those of postern.config.json ("local": { "users": [...] }); without any, there is one for each group
of the schema, one without a group, and one who has to change the password. Passwords are made up at the first start.
Ctrl-C or SIGTERM stops it.
Example: postern local --data .postern/local`,
  async run({ flags }, terminal) {
    const port = parsePort(flags.port ?? '0');
    const outputs = flags['no-outputs'] ? undefined : await claimOutputsFile(flags.outputs, terminal.folder);
    const setup = await localSetup(flags, terminal);
    const { startLocal } = await import('@postern/local');
    const running = await startLocal({
      ...setup,
      port,
      onMessage: (message) => terminal.log.info(describeCode(message)),
      ...(flags.data === undefined ? {} : { dataDir: resolve(terminal.folder, flags.data) }),
    }).catch((error: unknown) => {
      throw (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
        ? new UsageError(
            `Port ${port} is taken. Choose another with --port, or leave it out for any free one.`,
          )
        : error;
    });
    try {
      const stopped = untilStopped();
      if (outputs !== undefined) await writeOutputsFile(outputs, running.outputs());
      const written = { outputsFile: outputs, dataFolder: flags.data };
      terminal.write(
        flags.json
          ? `${JSON.stringify(localProgramDocument(running, written))}\n`
          : describeLocal(running, { ...written, temporary: temporaryUsers(setup.users) }, terminal.paint),
      );
      await stopped;
    } finally {
      await running.close();
    }
    return exitCodes.ok;
  },
});

function temporaryUsers(users: readonly { username: string; temporary?: boolean }[]): string[] {
  return users.filter(({ temporary }) => temporary).map(({ username }) => username);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new UsageError(`--port is a number from 0 to 65535, not "${text}".`);
  }
  return port;
}
