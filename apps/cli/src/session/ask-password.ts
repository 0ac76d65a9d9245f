import type { ChallengeHandler, SecretText } from '@postern/auth';
import type { Config } from '@postern/config';
import type { FlagValues, Flags } from '../command/command.ts';
import { UsageError } from '../errors.ts';
import { readNamedFile } from '../files.ts';
import { ask, readStandardInput } from '../prompt.ts';
import type { Terminal } from '../terminal.ts';
import { askChallenge } from './ask-challenge.ts';
import { configuredPassword } from './configured-password.ts';
import { firstLine } from './settings.ts';

/** The flags that say where passwords are; none takes a password itself, which others could see. */
export const passwordFlags = {
  'password-stdin': { type: 'boolean', description: 'Read the password from standard input, first line' },
  'password-file': {
    type: 'string',
    value: 'FILE',
    description: 'Read the password from a file, first line',
  },
  'new-password-stdin': {
    type: 'boolean',
    description: 'Read the new password from standard input, the line after the password',
  },
  'new-password-file': {
    type: 'string',
    value: 'FILE',
    description: 'Read the new password from a file, first line',
  },
} as const satisfies Flags;

type PasswordFlags = FlagValues<typeof passwordFlags>;

/** The passwords of a sign-in, by whatever way they come. */
export interface Passwords {
  readonly password: SecretText;
  /** Undefined where nobody is there to answer. */
  readonly onChallenge: ChallengeHandler | undefined;
}

/**
 * Gets the password: from a flag's file or standard input, else the environment, else the person at the terminal.
 *
 * @throws UsageError when there is none of them.
 */
export async function askPasswords(
  username: string,
  flags: PasswordFlags,
  config: Config,
  terminal: Terminal,
): Promise<Passwords> {
  if (flags['password-stdin'] && flags['password-file'] !== undefined) {
    throw new UsageError('--password-stdin and --password-file exclude each other.');
  }
  const takesInput = flags['password-stdin'] ?? flags['new-password-stdin'] ?? false;
  const lines = takesInput ? (await readStandardInput()).split(/\r?\n/) : [];
  const password = flags['password-stdin']
    ? lines.shift()
    : await findPassword(username, flags, config, terminal);
  if (password === undefined || password === '') throw noPassword(username);
  return { password, onChallenge: await challengesBy(lines, flags, terminal) };
}

async function findPassword(
  username: string,
  flags: PasswordFlags,
  config: Config,
  terminal: Terminal,
): Promise<SecretText | undefined> {
  const file = flags['password-file'];
  if (file !== undefined) return firstLine(await readNamedFile(file, terminal));
  const configured = await configuredPassword(config);
  if (configured !== undefined || !terminal.interactive) return configured;
  return ask(`Password of ${username}: `, { secret: true });
}

function noPassword(username: string): UsageError {
  return new UsageError(
    `No password for ${username}: set BATCH_SERVICE_PASSWORD or BATCH_SERVICE_PASSWORD_ARN, pass --password-stdin or --password-file, or run this in a terminal.`,
  );
}

async function challengesBy(
  lines: string[],
  flags: PasswordFlags,
  terminal: Terminal,
): Promise<ChallengeHandler | undefined> {
  const file = flags['new-password-file'];
  const given = flags['new-password-stdin']
    ? lines.shift()
    : file !== undefined
      ? firstLine(await readNamedFile(file, terminal))
      : undefined;
  const hasGiven = given !== undefined && given !== '';
  if (!hasGiven && !terminal.interactive) return undefined;
  return (challenge) => {
    if (hasGiven && challenge.name === 'NEW_PASSWORD_REQUIRED') return { newPassword: given };
    return terminal.interactive ? askChallenge(challenge, terminal) : undefined;
  };
}
