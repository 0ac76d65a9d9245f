import { defineCommand } from '../command/command.ts';
import { exitCodes } from '../exit-codes.ts';
import { currentSource } from '../session/connect.ts';
import { connectionFlags, readSettings } from '../session/settings.ts';

export const token = defineCommand({
  flags: {
    id: { type: 'boolean', description: 'The ID token rather than the access token' },
    ...connectionFlags,
  },
  notes: `
The token is valid for at least another minute: one that ends earlier is renewed first. Nothing else is printed.
Example: curl -H "Authorization: $(postern token)" ...`,
  async run({ flags }, terminal) {
    const source = await currentSource(await readSettings(flags, terminal), terminal);
    const { accessToken, idToken } = await source.tokens();
    terminal.write(`${flags.id ? idToken : accessToken}\n`);
    return exitCodes.ok;
  },
});
