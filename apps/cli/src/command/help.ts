import { exitCodes } from '../exit-codes.ts';
import type { Command, CommandEntry, Flag } from './command.ts';

/** The help text of the whole program, or of the commands that begin with one word. */
export function programHelp(entries: readonly CommandEntry[], group?: string): string {
  const shown = entries.filter(({ name }) => group === undefined || name.startsWith(`${group} `));
  return [
    `Usage: postern ${group ?? ''}${group === undefined ? '' : ' '}<command> [flags]`,
    '',
    'Commands:',
    ...columns(shown.map(({ name, summary }) => [name, summary])),
    '',
    'Every command has --help. The program has --version.',
    ...exitCodeLines(),
  ].join('\n');
}

/** The help text of one command. */
export function commandHelp({ name, summary }: CommandEntry, command: Command): string {
  const args = (command.args ?? []).map((argument) => {
    const shown = `${argument.name}${argument.repeatable ? '...' : ''}`;
    return argument.optional ? `[${shown}]` : shown;
  });
  const { otherFlags } = command;
  const flags = Object.entries(command.flags).map(([flag, definition]): [string, string] => [
    flagLabel(flag, definition),
    definition.description,
  ]);
  if (otherFlags) flags.unshift([otherFlags.usage, otherFlags.description]);
  return [
    `${summary}.`,
    '',
    ['Usage: postern', name, ...args, '[flags]'].join(' '),
    '',
    'Flags:',
    ...columns([...flags, ['--help, -h', 'Show this text']]),
    ...(command.notes ? ['', command.notes.trim()] : []),
    ...exitCodeLines(),
  ].join('\n');
}

function exitCodeLines(): string[] {
  const { ok, failed, usage, denied, signInNeeded } = exitCodes;
  return [
    '',
    `Exit codes: ${ok} ok, ${failed} failed, ${usage} wrong usage or configuration, ${denied} the answer is no, ${signInNeeded} sign-in needed.`,
    '',
  ];
}

function flagLabel(name: string, { short, value, type }: Flag): string {
  const shown = `--${name}${type === 'string' ? ` ${value ?? 'VALUE'}` : ''}`;
  return short ? `${shown}, -${short}` : shown;
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
