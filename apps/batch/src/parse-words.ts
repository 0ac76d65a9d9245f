import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { settings, type SettingName } from '@postern/config';
import { UsageError } from './errors.ts';

/** Flags by name; one that takes no value is true. */
export type FlagValues = Readonly<Record<string, string | boolean | undefined>>;

// What `readAccount` reads; a flag that changed nothing would be worse than none.
const read = [
  'graphqlEndpoint',
  'region',
  'userPoolId',
  'clientId',
  'clientSecret',
  'username',
  'password',
  'passwordArn',
  'flow',
  'cognitoEndpoint',
] as const satisfies readonly SettingName[];

/** Options for Node's `parseArgs`: a flag for each setting of the account, by the flag's name. */
export const settingFlags = Object.fromEntries(
  read.map((name) => [settings[name].flag, { type: 'string' } as const]),
);

/**
 * Splits a command line into flags and at most one name before, between or behind them.
 *
 * @throws UsageError for an unknown flag, one without its value, or a second name.
 */
export function parseWords(
  words: readonly string[],
  options: ParseArgsOptionsConfig,
): { readonly values: FlagValues; readonly name: string | undefined } {
  const { values, positionals } = split(words, options);
  if (positionals.length > 1) {
    throw new UsageError(`One job at a time: ${positionals.join(', ')}. --help lists the flags.`);
  }
  // As when a shell's variable is not set: better asked about than taken for a folder or a user without a name.
  const empty = Object.entries(values).find(([, value]) => value === '');
  if (empty) throw new UsageError(`--${empty[0]} is given without a value.`);
  return { values: values as FlagValues, name: positionals[0] };
}

/** The settings among the flags. */
export function settingsAmong(values: FlagValues): Readonly<Record<string, string | undefined>> {
  const known = Object.entries(values).filter(([name]) => Object.hasOwn(settingFlags, name));
  return Object.fromEntries(known) as Record<string, string | undefined>;
}

function split(words: readonly string[], options: ParseArgsOptionsConfig) {
  try {
    return parseArgs({ args: [...words], options, strict: true, allowPositionals: true });
  } catch (error) {
    const message = error instanceof Error ? (error.message.split(/\.\s/)[0] ?? '') : String(error);
    throw new UsageError(`${message}. --help lists the flags.`);
  }
}
