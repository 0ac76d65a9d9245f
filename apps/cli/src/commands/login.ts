import { defineCommand } from '../command/command.ts';
import { UsageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { ask } from '../prompt.ts';
import { askPasswords, passwordFlags } from '../session/ask-password.ts';
import { userSource } from '../session/connect.ts';
import { describeWho } from '../session/describe-who.ts';
import { connectionFlags, readSettings } from '../session/settings.ts';
import { signedIn } from '../session/signed-in.ts';
import { stateFolder } from '../session/state-folder.ts';

const flows = ['USER_SRP_AUTH', 'USER_PASSWORD_AUTH', 'ADMIN_USER_PASSWORD_AUTH'] as const;

export const login = defineCommand({
  flags: {
    ...connectionFlags,
    flow: { type: 'string', value: 'FLOW', description: `${flows.join(', ')}. Default: the first` },
    ...passwordFlags,
  },
  notes: `
The password comes from --password-stdin or --password-file, else from BATCH_SERVICE_PASSWORD, else you are asked for it.
It is never a flag's value, where others could see it. USER_SRP_AUTH does not even send it.
Tokens are kept in the folder postern of XDG_STATE_HOME (or ~/.local/state), readable by you only.
Example: postern login --username admin`,
  async run({ flags }, terminal) {
    const flow = flows.find((name) => name === (flags.flow ?? flows[0]));
    if (!flow) throw new UsageError(`--flow is one of ${flows.join(', ')}, not "${flags.flow}".`);
    const config = await readSettings(flags, terminal);
    const people = signedIn(stateFolder(terminal), config);
    const username =
      config.get('username') ??
      (terminal.interactive ? await ask('User name: ') : config.require('username'));
    const { password, onChallenge } = await askPasswords(username, flags, config, terminal);
    const source = await userSource(
      config,
      { username, password, flow, ...(onChallenge ? { onChallenge } : {}) },
      terminal,
    );
    await source.signIn();
    await people.set(username);
    const who = await source.identity();
    terminal.log.info(`Signed in as ${who ? describeWho(who) : username}.`);
    return exitCodes.ok;
  },
});
