import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { settings, type SettingName } from '@postern/config';
import { UsageError } from './errors.ts';

/** Flags that every command takes. */
export interface JobFlags {
  /** The folder of journal and dead letters. */
  readonly data: string | undefined;
  /** The file that gets the report as JSON. */
  readonly report: string | undefined;
}

/** Flags of `start`. */
export interface StartFlags extends JobFlags {
  /** How many places to load. */
  readonly items: number;
  /** A file of places in place of the built-in ones. */
  readonly places: string | undefined;
}

/** Flags of `run`: those of the job, and one for each setting, by the flag's name. */
export interface RunFlags extends JobFlags {
  readonly settings: Readonly<Record<string, string | undefined>>;
}

const jobFlags = { data: { type: 'string' }, report: { type: 'string' } } as const;
const settingFlags = Object.fromEntries(
  (Object.keys(settings) as SettingName[]).map((name) => [settings[name].flag, { type: 'string' } as const]),
);

/** @throws UsageError for an unknown flag or a number that is none. */
export function parseStartFlags(words: readonly string[]): StartFlags {
  const {
    items = '5000',
    places,
    data,
    report,
  } = parse(words, {
    ...jobFlags,
    items: { type: 'string' },
    places: { type: 'string' },
  });
  if (!/^[1-9]\d{0,6}$/.test(items)) {
    throw new UsageError(`--items takes a number from 1 to 9999999, such as 5000; it was given "${items}".`);
  }
  return { items: Number(items), places, data, report };
}

/** @throws UsageError for an unknown flag. */
export function parseRunFlags(words: readonly string[]): RunFlags {
  const { data, report, ...rest } = parse(words, { ...jobFlags, ...settingFlags });
  return { data, report, settings: rest };
}

function parse(
  words: readonly string[],
  options: ParseArgsOptionsConfig,
): Record<string, string | undefined> {
  try {
    const { values } = parseArgs({ args: [...words], options, strict: true, allowPositionals: false });
    return values as Record<string, string | undefined>;
  } catch (error) {
    const message = error instanceof Error ? (error.message.split(/\. /)[0] ?? '') : String(error);
    throw new UsageError(`${message}. --help lists the flags.`);
  }
}
