import { defineCommand } from '../command/command.ts';
import { exitCodes } from '../exit-codes.ts';
import { userSource } from '../session/connect.ts';
import { connectionFlags, readSettings } from '../session/settings.ts';
import { signedIn } from '../session/signed-in.ts';
import { stateFolder } from '../session/state-folder.ts';

export const logout = defineCommand({
  flags: connectionFlags,
  notes: `
The tokens are removed from this machine even when the server cannot be reached to revoke them.`,
  async run({ flags }, terminal) {
    const config = await readSettings(flags, terminal);
    const people = signedIn(stateFolder(terminal), config);
    const last = await people.get();
    const username = config.get('username') ?? last;
    if (username === undefined) {
      terminal.log.info('Nobody is signed in.');
      return exitCodes.ok;
    }
    const source = await userSource(config, { username }, terminal);
    if (username === last) await people.clear();
    try {
      await source.signOut();
      terminal.log.info(`${username} is signed out.`);
    } catch (error) {
      // The session has ended here; that the server could not be told is worth a warning, not a failure.
      const why = error instanceof Error ? error.message : String(error);
      terminal.log.warn(
        `${username} is signed out here, but the session at the server was not revoked: ${why}`,
      );
    }
    return exitCodes.ok;
  },
});
