import { resolve } from 'node:path';
import { defineCommand } from '../command/command.ts';
import { UsageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { describeCode } from '../local/describe-code.ts';
import { describeLocal } from '../local/describe-local.ts';
import { localProgramDocument } from '../local/local-document.ts';
import { claimOutputsFile, outputsDocument, writeOutputsFile } from '../local/outputs-file.ts';
import { writeAuthority } from '../local/authority-file.ts';
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
    ca: {
      type: 'string',
      value: 'FILE',
      description: 'Write the certificate authority there, for clients over TLS (with --data: FOLDER/ca.pem)',
    },
    region: { type: 'string', value: 'REGION', description: 'The AWS region to be in (default: us-east-1)' },
    'callback-url': {
      type: 'string',
      value: 'URL',
      description: 'Where the sign-in page may send people back to; may be repeated',
      repeatable: true,
    },
    'no-guests': { type: 'boolean', description: 'Give guests no credentials' },
    'no-introspection': { type: 'boolean', description: 'Tell nobody the schema over the API' },
    fault: {
      type: 'string',
      value: 'FAULT',
      description: 'Go wrong on purpose, as in throttle:0.1@appsync; may be repeated',
      repeatable: true,
    },
    'clock-skew': {
      type: 'string',
      value: 'SECONDS',
      description: 'How far the server’s clock is ahead of yours; --clock-skew=-30 is behind',
    },
    'no-outputs': { type: 'boolean', description: 'Write no amplify_outputs.json' },
    json: { type: 'boolean', description: 'Print one JSON document with everything in it, for programs' },
  },
  notes: `
The users are those of postern.config.json ("local": { "users": [...] }); without any, there is one for each group
of the schema, one without a group, and one who has to change the password. Passwords are made up at the first start.
"local" takes region, callbackUrls, guests, introspection, appIdClientRegex, queryDepthLimit, resolverCountLimit, signIn,
oidc, iamRoles and roleMapping too, as startLocal of @postern/local has them.
A fault is KIND[:RATE][@WHERE]. Kinds: throttle, error or error=503, reset, lost-answer (done, but not answered),
delay=250 (milliseconds), expired-token, revoked-token, disconnect=5000 (every WebSocket, every 5 s). RATE is a share of
the requests, 0.1 or 10%; WHERE is appsync or cognito.
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
      throw wrongSetup(error, port);
    });
    try {
      const stopped = untilStopped();
      const authorityFile = await writeAuthority(running, flags, terminal.folder);
      if (outputs !== undefined) await writeOutputsFile(outputs, outputsDocument(running, authorityFile));
      const written = { outputsFile: outputs, dataFolder: flags.data, authorityFile };
      terminal.write(
        flags.json
          ? `${JSON.stringify(localProgramDocument(running, written))}\n`
          : describeLocal(running, { ...written, setup }, terminal.paint),
      );
      await stopped;
    } finally {
      await running.close();
    }
    return exitCodes.ok;
  },
});

// What a person can do something about: a port, an option that AWS would not take either.
function wrongSetup(error: unknown, port: number): unknown {
  if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
    return new UsageError(
      `Port ${port} is taken. Choose another with --port, or leave it out for any free one.`,
    );
  }
  return error instanceof TypeError ? new UsageError(error.message, { cause: error }) : error;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new UsageError(`--port is a number from 0 to 65535, not "${text}".`);
  }
  return port;
}
