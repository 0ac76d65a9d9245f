import type { AdaptivePaceOptions } from '@postern/batch';
import { UsageError } from './errors.ts';
import type { JobChoices } from './jobs/job-kind.ts';
import { parseWords, settingFlags, settingsAmong } from './parse-words.ts';

/** Flags that every command takes. */
export interface JobFlags {
  /** The folder of journal and dead letters. */
  readonly data: string | undefined;
  /** The file that gets the report as JSON. */
  readonly report: string | undefined;
  /** Bounds of the pace. */
  readonly pace: AdaptivePaceOptions;
  /** A request without an answer for so long counts as lost; undefined leaves it to those who ask. */
  readonly requestTimeoutMs: number | undefined;
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
  'timeout-seconds': { type: 'string' },
} as const;
const choiceFlags = {
  input: { type: 'string' },
  output: { type: 'string' },
  status: { type: 'string' },
  'retry-failed': { type: 'boolean' },
} as const;

/** @throws UsageError for an unknown flag or a number that is none. */
export function parseStartFlags(words: readonly string[]): StartFlags {
  const parsed = parseWords(words, { ...jobFlags, items: { type: 'string' }, places: { type: 'string' } });
  if (parsed.name !== undefined)
    throw new UsageError(`start takes no "${parsed.name}": --help lists the flags.`);
  const values = parsed.values as Texts;
  const { items = '5000', places } = values;
  if (!/^[1-9]\d{0,6}$/.test(items)) {
    throw new UsageError(`--items takes a number from 1 to 9999999, such as 5000; it was given "${items}".`);
  }
  return { ...common(values), items: Number(items), places };
}

/** @throws UsageError for an unknown flag, a number that is none, or a second job. */
export function parseRunFlags(words: readonly string[]): RunFlags {
  const { values, name: job = 'time-zones' } = parseWords(words, {
    ...settingFlags,
    ...jobFlags,
    ...choiceFlags,
  });
  const { 'retry-failed': retryFailed = false, ...rest } = values;
  const { input, output, status, ...texts } = rest as Texts;
  return {
    ...common(texts),
    job,
    choices: { input, output, status },
    retryFailed: retryFailed === true,
    settings: settingsAmong(values),
  };
}

type Texts = Readonly<Record<string, string | undefined>>;

function common({ data, report, 'max-rate': rate, 'timeout-seconds': timeout }: Texts): JobFlags {
  if (rate !== undefined && !(Number(rate) > 0 && Number.isFinite(Number(rate)))) {
    throw new UsageError(`--max-rate takes items a second, such as 500; it was given "${rate}".`);
  }
  if (timeout !== undefined && !(/^\d{1,3}(\.\d+)?$/.test(timeout) && Number(timeout) > 0)) {
    throw new UsageError(
      `--timeout-seconds takes a number up to 999, such as 10; it was given "${timeout}".`,
    );
  }
  const requestTimeoutMs = timeout === undefined ? undefined : Number(timeout) * 1_000;
  return { data, report, pace: rate === undefined ? {} : { maxRate: Number(rate) }, requestTimeoutMs };
}
