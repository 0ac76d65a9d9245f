import type { WhoAmI } from '@postern/auth';
import { defineCommand } from '../command/command.ts';
import { exitCodes } from '../exit-codes.ts';
import { currentSource } from '../session/connect.ts';
import { describeSettings, settingsDocument } from '../session/describe-settings.ts';
import { connectionFlags, readSettings } from '../session/settings.ts';
import type { Terminal } from '../terminal.ts';

export const whoami = defineCommand({
  flags: {
    ...connectionFlags,
    endpoint: {
      type: 'string',
      value: 'URL',
      description: 'The GraphQL endpoint (APPSYNC_GRAPHQL_ENDPOINT)',
    },
    json: { type: 'boolean', description: 'Print JSON' },
  },
  notes: `
Shows every setting with the flag, variable or file that it comes from; secrets are only said to be there.
When nobody is signed in, the settings are shown all the same, and the exit code is 4.`,
  async run({ flags }, terminal) {
    const config = await readSettings(flags, terminal);
    const show = (who: WhoAmI | undefined): void => {
      const text = flags.json
        ? JSON.stringify({ ...whoDocument(who), settings: settingsDocument(config) }, null, 2)
        : [...(who ? describe(who, terminal) : []), ...describeSettings(config, terminal.paint)].join('\n');
      terminal.write(`${text}\n`);
    };
    try {
      const source = await currentSource(config, terminal);
      show(await source.identity());
    } catch (error) {
      show(undefined);
      throw error;
    }
    return exitCodes.ok;
  },
});

function whoDocument(who: WhoAmI | undefined): object {
  if (!who) return { username: null };
  const { username, sub, groups, expiresAt } = who;
  return { username, sub, groups, expiresAt: new Date(expiresAt).toISOString() };
}

function describe({ username, sub, groups, expiresAt }: WhoAmI, { paint }: Terminal): string[] {
  const minutes = Math.round((expiresAt - Date.now()) / 60_000);
  return [
    paint('bold', username),
    `  sub      ${sub}`,
    `  groups   ${groups.length > 0 ? groups.join(', ') : '(none)'}`,
    `  token    valid for ${minutes} min, until ${new Date(expiresAt).toISOString()}; renewed by itself`,
    '',
  ];
}
