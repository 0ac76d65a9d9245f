import type { Failure } from '../classify.ts';
import type { DeadLetters } from '../dead-letters.ts';
import type { Job } from '../job.ts';
import type { Clock } from '../pace/clock.ts';
import type { Pace } from '../pace/pace.ts';
import { runJob } from '../run-job.ts';
import { memoryJournal, type Settled } from './memory-journal.ts';
import { decodeMessage, type ItemMessage } from './message.ts';
import { noDeadLetters } from './queue-dead-letters.ts';
import type { QueueMessage } from './queue.ts';

/** What is to become of a delivered message. */
export type Fate =
  | Settled
  /** Nothing is known of its item, or it could not be worked on: it is to come again. */
  | { readonly status: 'back'; readonly reason: string };

/** How messages are worked on. */
export interface SettleOptions {
  /** Where failed items go, with their reason. @defaultValue nowhere: their messages come again until the queue's own redrive policy moves them */
  readonly deadLetters?: DeadLetters;
  /** Shared by all calls of a process. @defaultValue a new `adaptivePace()` */
  readonly pace?: Pace;
  /** See {@link RunOptions.classify}. */
  readonly classify?: (error: unknown) => Failure | undefined;
  /** Nothing new is begun; the rest comes back. */
  readonly drainSignal?: AbortSignal;
  /** Nothing is waited for any more. */
  readonly signal?: AbortSignal;
  /** When nothing got through for this long, in milliseconds, the messages come back. @defaultValue `30_000` */
  readonly stallMs?: number;
  readonly clock?: Clock;
}

/** What became of some messages. */
export interface Settlement {
  /** By the message's id. */
  readonly fates: ReadonlyMap<string, Fate>;
  readonly requests: number;
  readonly retries: number;
  readonly throttled: number;
  /** What kept the job from going on: no further message would fare better. */
  readonly error?: unknown;
}

type Counts = { -readonly [Key in 'requests' | 'retries' | 'throttled']: Settlement[Key] };

/**
 * Works on the items of some messages, many with one request, and says of each message what is to become of it. Nothing is
 * thrown for an item's sake; what is not settled comes back.
 *
 * A message may be a second delivery, or a copy, or late: the job's condition and mark let its effect happen once.
 */
export async function settleMessages<Item>(
  job: Job<Item>,
  messages: readonly QueueMessage[],
  options: SettleOptions = {},
): Promise<Settlement> {
  const fates = new Map<string, Fate>();
  const runs = new Map<string, Map<string, Delivered<Item>>>();
  for (const message of messages) {
    const read = readItem(job, message);
    if ('fate' in read) {
      fates.set(message.id, read.fate);
      continue;
    }
    const items = runs.get(read.run) ?? new Map<string, Delivered<Item>>();
    const delivered = items.get(read.key) ?? { item: read.item, messages: [] };
    delivered.messages.push(message.id);
    runs.set(read.run, items.set(read.key, delivered));
  }
  const counts: Counts = { requests: 0, retries: 0, throttled: 0 };
  const errors: unknown[] = [];
  await Promise.all(
    [...runs].map(async ([run, items]) => {
      const error = await settleRun(job, run, items, { fates, counts, options });
      if (error !== undefined) errors.push(error);
    }),
  );
  return { fates, ...counts, ...(errors.length > 0 ? { error: errors[0] } : {}) };
}

/** An item, and the deliveries that carry it. */
interface Delivered<Item> {
  readonly item: Item;
  readonly messages: string[];
}

interface Books {
  readonly fates: Map<string, Fate>;
  readonly counts: Counts;
  readonly options: SettleOptions;
}

// The engine that runs from a journal on disk, with the queue in the journal's place.
async function settleRun<Item>(
  job: Job<Item>,
  run: string,
  items: ReadonlyMap<string, Delivered<Item>>,
  { fates, counts, options }: Books,
): Promise<unknown> {
  const { deadLetters = noDeadLetters, stallMs = 30_000, ...rest } = options;
  const settle = (key: string, fate: Fate): void => {
    for (const id of items.get(key)?.messages ?? []) fates.set(id, fate);
  };
  const journal = await memoryJournal(job.name, run, settle);
  async function* source(): AsyncGenerator<Item> {
    for (const { item } of items.values()) yield item;
  }
  const { ask } = job;
  // Function by function, for a job may be an object of a class; without its leftovers, which are of the whole run.
  const part: Job<Item> = {
    name: job.name,
    source,
    key: (item) => job.key(item),
    process: (some, context) => job.process(some, context),
    ...(ask ? { ask: (keys, context) => ask.call(job, keys, context) } : {}),
  };
  const report = await runJob(part, { ...rest, stallMs, journal, deadLetters });
  counts.requests += report.requests;
  counts.retries += report.retries;
  counts.throttled += report.throttled;
  const reason = report.error instanceof Error ? report.error.message : 'The worker was stopped.';
  for (const { messages } of items.values()) {
    for (const id of messages) if (!fates.has(id)) fates.set(id, { status: 'back', reason });
  }
  return report.error;
}

type Read<Item> =
  { readonly fate: Fate } | { readonly run: string; readonly key: string; readonly item: Item };

function readItem<Item>(job: Job<Item>, message: QueueMessage): Read<Item> {
  const decoded = decodeMessage(message.body);
  if (typeof decoded === 'string') return unreadable(decoded);
  if (decoded.kind !== 'item') return unreadable('It continues an enqueuer, and this worker runs none.');
  if (decoded.job !== job.name) return unreadable(`It is for the job ${decoded.job}, not for ${job.name}.`);
  return keyOf(job, decoded);
}

function keyOf<Item>(job: Job<Item>, { run, item }: ItemMessage): Read<Item> {
  try {
    return { run, item: item as Item, key: job.key(item as Item) };
  } catch (error) {
    return unreadable(`${job.name} cannot take its item: ${error instanceof Error ? error.message : error}`);
  }
}

function unreadable(reason: string): { readonly fate: Fate } {
  return { fate: { status: 'back', reason } };
}
