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
  const deadLetters = values['dead-letters'] ?? environment.BATCH_DEAD_LETTER_QUEUE_URL;
  if (deadLetters !== undefined) assertUrl(deadLetters, '--dead-letters or BATCH_DEAD_LETTER_QUEUE_URL');
  return { ...rest, deadLetters, visibilitySeconds: Number(seconds), untilEmpty };
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
