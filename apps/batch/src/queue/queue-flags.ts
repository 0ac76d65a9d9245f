import type { ParseArgsOptionsConfig } from 'node:util';
import { UsageError } from '../errors.ts';
import { parseWords, settingFlags, settingsAmong } from '../parse-words.ts';

type Values = Readonly<Record<string, string | undefined>>;

/** What both sides of a queue need to know. */
export interface QueueFlags {
  readonly job: string;
  /** The queue's URL. */
  readonly queue: string;
  /** Where workers share their tokens, so that many sign in once: a folder, or a secret's ARN. */
  readonly tokens: string | undefined;
  /** One for each setting, by the flag's name. */
  readonly settings: Values;
}

/** Flags of `enqueue`. */
export interface EnqueueFlags extends QueueFlags {
  /** The folder of the cursor. */
  readonly data: string;
  /** A file of items in place of the job's own source. */
  readonly input: string | undefined;
}

/** Flags of `work`. */
export interface WorkFlags extends QueueFlags {
  /** The dead-letter queue's URL. */
  readonly deadLetters: string | undefined;
  readonly visibilitySeconds: number;
  readonly untilEmpty: boolean;
}

/** Flags of `follow`. */
export interface FollowFlags extends QueueFlags {
  /** The folder of the enqueuer's cursor. */
  readonly data: string;
  readonly deadLetters: string | undefined;
  /** The file of items that was enqueued, to ask the API about each of them at the end. */
  readonly input: string | undefined;
  /** The file that gets the report as JSON. */
  readonly report: string | undefined;
  /** How long the queue has to be empty. */
  readonly quietSeconds: number;
  /** A run that a Lambda function has filled the queue for, as its log tells. */
  readonly given: { readonly run: string; readonly items: number } | undefined;
}

const text = { type: 'string' } as const;
const queueFlags = { ...settingFlags, queue: text, tokens: text };

/** @throws UsageError for an unknown flag or a missing queue. */
export function parseEnqueueFlags(words: readonly string[], environment: Values): EnqueueFlags {
  const { values, ...rest } = parse(words, { ...queueFlags, data: text, input: text }, environment);
  return { ...rest, data: values.data ?? '.postern/batch', input: values.input };
}

/** @throws UsageError for an unknown flag, a missing queue or a number that is none. */
export function parseWorkFlags(words: readonly string[], environment: Values): WorkFlags {
  const own = {
    'dead-letters': text,
    'visibility-seconds': text,
    'until-empty': { type: 'boolean' },
  } as const;
  const { values, untilEmpty, ...rest } = parse(words, { ...queueFlags, ...own }, environment);
  const seconds = values['visibility-seconds'] ?? '60';
  if (!/^[1-9]\d{0,4}$/.test(seconds) || Number(seconds) > 43_200) {
    throw new UsageError(
      `--visibility-seconds takes a number from 1 to 43200, such as 60; it was given "${seconds}".`,
    );
  }
  const deadLetters = deadLettersOf(values, environment);
  return { ...rest, deadLetters, visibilitySeconds: Number(seconds), untilEmpty };
}

/** @throws UsageError for an unknown flag, a missing queue, a number that is none, or a run without its items. */
export function parseFollowFlags(words: readonly string[], environment: Values): FollowFlags {
  const own = {
    data: text,
    'dead-letters': text,
    input: text,
    report: text,
    'quiet-seconds': text,
    run: text,
    items: text,
  } as const;
  const { values, ...rest } = parse(words, { ...queueFlags, ...own }, environment);
  const { run, items, 'quiet-seconds': quiet = '60' } = values;
  if (!/^\d{1,4}$/.test(quiet)) {
    throw new UsageError(
      `--quiet-seconds takes a number from 0 to 9999, such as 60; it was given "${quiet}".`,
    );
  }
  if ((run === undefined) !== (items === undefined) || (items !== undefined && !/^\d{1,12}$/.test(items))) {
    throw new UsageError('--run ID and --items N belong together: the log of who filled the queue has both.');
  }
  return {
    ...rest,
    data: values.data ?? '.postern/batch',
    deadLetters: deadLettersOf(values, environment),
    input: values.input,
    report: values.report,
    quietSeconds: Number(quiet),
    given: run === undefined ? undefined : { run, items: Number(items) },
  };
}

function deadLettersOf(values: Values, environment: Values): string | undefined {
  const url = values['dead-letters'] ?? environment.BATCH_DEAD_LETTER_QUEUE_URL;
  if (url !== undefined) assertUrl(url, '--dead-letters or BATCH_DEAD_LETTER_QUEUE_URL');
  return url;
}

function parse(
  words: readonly string[],
  options: ParseArgsOptionsConfig,
  environment: Values,
): QueueFlags & { readonly values: Values; readonly untilEmpty: boolean } {
  const { values: given, name = 'time-zones' } = parseWords(words, options);
  const { 'until-empty': untilEmpty = false, ...rest } = given;
  const values = rest as Values;
  const queue = values.queue ?? environment.BATCH_QUEUE_URL;
  if (queue === undefined) {
    throw new UsageError('No queue is given: set BATCH_QUEUE_URL, or name its URL with --queue.');
  }
  assertUrl(queue, '--queue or BATCH_QUEUE_URL');
  return {
    job: name,
    queue,
    tokens: values.tokens ?? environment.BATCH_TOKENS,
    settings: settingsAmong(given),
    values,
    untilEmpty: untilEmpty === true,
  };
}

function assertUrl(value: string, from: string): void {
  if (URL.canParse(value)) return;
  throw new UsageError(
    `${from} has to be a queue's URL, such as https://sqs.eu-central-1.amazonaws.com/123456789012/items; it is "${value}".`,
  );
}
