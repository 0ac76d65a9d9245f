import { parseArgs } from 'node:util';
import { UsageError } from '../errors.ts';
import type { Command, Flag, Input } from './command.ts';
import { didYouMean } from './did-you-mean.ts';

/**
 * Parses the words behind a command's name, strictly: node's parser splits them, and what it lets pass is checked here.
 *
 * @throws UsageError for an unknown flag, a missing or superfluous value, a missing or superfluous argument.
 */
export function parseFlags(command: Command, words: readonly string[]): Input {
  const undeclared = command.otherFlags ? flagNames(words).filter((name) => !flagOf(command, name)) : [];
  const { tokens } = parseArgs({
    args: [...words],
    options: {
      ...Object.fromEntries(undeclared.map((name) => [name, { type: 'string' as const }])),
      ...Object.fromEntries(
        Object.entries(command.flags).map(([name, { type, short }]) => [
          name,
          short === undefined ? { type } : { type, short },
        ]),
      ),
    },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const flags: Record<string, string | boolean | readonly string[]> = {};
  const others: [string, string][] = [];
  const args: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') args.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName } = token;
    const value = valueOf(command, token);
    const flag = flagOf(command, name);
    if (!flag) others.push([name, String(value)]);
    else if (flag.repeatable) flags[name] = [...((flags[name] as string[] | undefined) ?? []), String(value)];
    else if (Object.hasOwn(flags, name)) throw new UsageError(`${rawName} is given twice.`);
    else flags[name] = value;
  }
  checkArguments(command, args);
  return { flags: flags as Input['flags'], others, args };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function valueOf(command: Command, { name, rawName, value, inlineValue }: OptionToken): string | boolean {
  const flag = flagOf(command, name);
  if (!flag && !command.otherFlags) {
    const hint = didYouMean(name, Object.keys(command.flags), '--');
    throw new UsageError(`Unknown flag ${rawName}.${hint}`);
  }
  if (flag?.type === 'boolean') {
    if (value !== undefined) throw new UsageError(`${rawName} takes no value.`);
    return true;
  }
  // A word with a dash in front is more likely the next flag than a value.
  const swallowed = inlineValue === false && value !== undefined && /^--?[a-z]/i.test(value);
  if (value === undefined || swallowed) {
    throw new UsageError(`${rawName} takes a value${flag?.value ? `: ${rawName} ${flag.value}` : ''}.`);
  }
  return value;
}

function flagOf(command: Command, name: string): Flag | undefined {
  return Object.hasOwn(command.flags, name) ? command.flags[name] : undefined;
}

function checkArguments(command: Command, given: readonly string[]): void {
  const declared = command.args ?? [];
  const missing = declared.slice(given.length).find(({ optional }) => !optional);
  if (missing) throw new UsageError(`${missing.name} is missing.`);
  const extra = declared.at(-1)?.repeatable ? undefined : given[declared.length];
  if (extra !== undefined) throw new UsageError(`"${extra}" is one argument too many.`);
}

function flagNames(words: readonly string[]): string[] {
  const end = words.indexOf('--');
  return words
    .slice(0, end === -1 ? undefined : end)
    .filter((word) => word.startsWith('--'))
    .map((word) => word.slice(2).split('=', 1)[0] ?? '');
}
