import { commands } from '../commands.ts';
import { UsageError } from '../errors.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';
import type { Command, CommandEntry, Input } from './command.ts';
import { didYouMean } from './did-you-mean.ts';
import { commandHelp, programHelp } from './help.ts';
import { parseFlags } from './parse-flags.ts';

const helpFlags = ['--help', '-h'];

/**
 * Runs the command that the words name.
 *
 * @throws UsageError for an unknown command or flag, and whatever the command throws.
 */
export async function dispatch(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [first, ...more] = words;
  if (first === 'help') return dispatch([...more, '--help'], terminal);
  if (first === '--version' || first === '-V') return version(terminal);
  const found = findCommand(words);
  if (!found) return withoutCommand(words, terminal);
  const { entry, rest } = found;
  const command = await entry.load();
  if (asksForHelp(rest)) {
    terminal.write(commandHelp(entry, command));
    return exitCodes.ok;
  }
  return command.run(parsed(entry, command, rest), terminal);
}

function parsed(entry: CommandEntry, command: Command, words: readonly string[]): Input {
  try {
    return parseFlags(command, words);
  } catch (error) {
    if (error instanceof UsageError) error.message += ` See postern ${entry.name} --help.`;
    throw error;
  }
}

function findCommand(words: readonly string[]): { entry: CommandEntry; rest: readonly string[] } | undefined {
  for (const entry of commands) {
    const name = entry.name.split(' ');
    if (name.every((word, index) => words[index] === word)) return { entry, rest: words.slice(name.length) };
  }
  return undefined;
}

function withoutCommand(words: readonly string[], terminal: Terminal): ExitCode {
  const [first] = words;
  const group = commands.some(({ name }) => name.startsWith(`${first} `)) ? first : undefined;
  const name = words.slice(0, group === undefined ? 1 : 2).join(' ');
  if (words.some((word) => helpFlags.includes(word))) {
    terminal.write(programHelp(commands, group));
    return exitCodes.ok;
  }
  if (first !== undefined && name !== group) {
    const kind = first.startsWith('-') ? 'flag' : 'command';
    const hint = didYouMean(
      name,
      kind === 'flag' ? ['--help', '--version'] : commands.map((entry) => entry.name),
    );
    throw new UsageError(`Unknown ${kind} ${name}.${hint} See postern --help.`);
  }
  terminal.log.error(programHelp(commands, group).trimEnd());
  return exitCodes.usage;
}

function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return words.slice(0, end === -1 ? undefined : end).some((word) => helpFlags.includes(word));
}

async function version(terminal: Terminal): Promise<ExitCode> {
  const { default: manifest } = await import('../../package.json', { with: { type: 'json' } });
  terminal.write(`${manifest.version}\n`);
  return exitCodes.ok;
}
