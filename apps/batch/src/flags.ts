import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { settings, type SettingName } from '@postern/config';
import type { AdaptivePaceOptions } from '@postern/batch';
import { UsageError } from './errors.ts';
import type { JobChoices } from './jobs/job-kind.ts';

/** Flags that every command takes. */
export interface JobFlags {
  /** The folder of journal and dead letters. */
  readonly data: string | undefined;
  /** The file that gets the report as JSON. */
  readonly report: string | undefined;
  /** Bounds of the pace. */
  readonly pace: AdaptivePaceOptions;
}

/** Flags of `start`. */
export interface StartFlags extends JobFlags {
  /** How many places to load. */
  readonly items: number;
  /** A file of places in place of the built-in ones. */
  readonly places: string | undefined;
}

/** Flags of `run`: what to do, and one for each setting, by the flag's name. */
export interface RunFlags extends JobFlags {
  /** The job's name. */
  readonly job: string;
  readonly choices: Omit<JobChoices, 'retry'>;
  /** Do the dead letters of earlier runs again. */
  readonly retryFailed: boolean;
  readonly settings: Readonly<Record<string, string | undefined>>;
}

const jobFlags = {
  data: { type: 'string' },
  report: { type: 'string' },
  'max-rate': { type: 'string' },
} as const;
const choiceFlags = {
  input: { type: 'string' },
  output: { type: 'string' },
  status: { type: 'string' },
  'retry-failed': { type: 'boolean' },
} as const;
const settingFlags = Object.fromEntries(
  (Object.keys(settings) as SettingName[]).map((name) => [settings[name].flag, { type: 'string' } as const]),
);

/** @throws UsageError for an unknown flag or a number that is none. */
export function parseStartFlags(words: readonly string[]): StartFlags {
  const { values } = parse(words, {
    ...jobFlags,
    items: { type: 'string' },
    places: { type: 'string' },
  });
  const { items = '5000', places } = values;
  if (!/^[1-9]\d{0,6}$/.test(items)) {
    throw new UsageError(`--items takes a number from 1 to 9999999, such as 5000; it was given "${items}".`);
  }
  return { ...common(values), items: Number(items), places };
}

/** @throws UsageError for an unknown flag, a number that is none, or a second job. */
export function parseRunFlags(words: readonly string[]): RunFlags {
  const { values, job = 'time-zones' } = parse(words, { ...jobFlags, ...choiceFlags, ...settingFlags }, true);
  const { data: _data, report: _report, 'max-rate': _rate, input, output, status, ...rest } = values;
  const { 'retry-failed': retryFailed, ...settingValues } = rest;
  const choices = { input, output, status };
  return { ...common(values), job, choices, retryFailed: retryFailed !== undefined, settings: settingValues };
}

type Values = Readonly<Record<string, string | undefined>>;

function common({ data, report, 'max-rate': rate }: Values): JobFlags {
  if (rate !== undefined && !(Number(rate) > 0 && Number.isFinite(Number(rate)))) {
    throw new UsageError(`--max-rate takes items a second, such as 500; it was given "${rate}".`);
  }
  return { data, report, pace: rate === undefined ? {} : { maxRate: Number(rate) } };
}

function parse(
  words: readonly string[],
  options: ParseArgsOptionsConfig,
  takesJob = false,
): { readonly values: Values; readonly job: string | undefined } {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options,
      strict: true,
      allowPositionals: takesJob,
    });
    if (positionals.length > 1) throw new TypeError(`One job at a time: ${positionals.join(', ')}`);
    return { values: values as Values, job: positionals[0] };
  } catch (error) {
    const message = error instanceof Error ? (error.message.split(/\. /)[0] ?? '') : String(error);
    throw new UsageError(`${message}. --help lists the flags.`);
  }
}
