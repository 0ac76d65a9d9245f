import type { DeadLetter } from '../dead-letters.ts';
import type { Job, JobContext } from '../job.ts';
import { systemClock } from '../pace/clock.ts';
import { keepHidden } from './heartbeat.ts';
import { inGroups, sideBySide } from './in-groups.ts';
import { decodeMessage } from './message.ts';
import type { Queue, QueueMessage } from './queue.ts';

/** Items that failed for the same reason, by its code. */
export interface FailureKind {
  readonly code: string;
  readonly count: number;
  /** One of them, and what was said of it. */
  readonly key: string;
  readonly reason: string;
}

/** The failed items of a run. */
export interface RunFailures {
  readonly keys: ReadonlySet<string>;
  /** The most frequent first. */
  readonly kinds: readonly FailureKind[];
  readonly letters: readonly DeadLetter[];
}

type Failure = Pick<DeadLetter, 'code' | 'reason' | 'item'>;

// Extended until all are read (SQS hands out 120,000 at most), and then given back. Who is killed meanwhile keeps them from the next
// follower for no longer than that waits at its end.
const hiddenSeconds = 60;
const atATime = 8;
const undelivered = 'undelivered';

/**
 * Reads the dead letters of a run, and leaves them in their queue. Of those that the queue's redrive policy moved nobody knows why; a
 * job that can tell is asked whether they failed at all.
 *
 * @throws QueueError; what the job's `ask` throws.
 */
export async function collectFailures<Item>(
  queue: Queue | undefined,
  job: Pick<Job<Item>, 'name' | 'key' | 'ask'>,
  context: JobContext,
): Promise<RunFailures> {
  const failures = new Map<string, Failure>();
  for (const message of queue ? await readAll(queue, context.signal) : []) {
    const decoded = decodeMessage(message.body);
    if (typeof decoded === 'string' || decoded.kind !== 'item') continue;
    if (decoded.run !== context.run || decoded.job !== job.name) continue;
    const { code = undelivered, reason = 'Nobody could work on it.', key } = message.attributes ?? {};
    const of = key ?? keyOf(job, decoded.item as Item) ?? message.body;
    // A reason is worth more than none.
    if (code !== undelivered || !failures.has(of)) failures.set(of, { code, reason, item: decoded.item });
  }
  await askAbout(failures, job, context);
  const about = { job: job.name, run: context.run, at: new Date().toISOString() };
  const letters = [...failures].map(([key, failure]) => ({ ...about, key, ...failure }));
  return { keys: new Set(failures.keys()), kinds: kindsOf(failures), letters };
}

async function readAll(queue: Queue, signal: AbortSignal): Promise<readonly QueueMessage[]> {
  const all: QueueMessage[] = [];
  const read = async (): Promise<void> => {
    const options = { max: 10, waitSeconds: 1, visibilitySeconds: hiddenSeconds, signal };
    all.push(...(await queue.receive(options)));
  };
  const endHeartbeat = keepHidden(queue, () => all, hiddenSeconds, systemClock);
  try {
    for (let empty = 0; empty < 2;) {
      const before = all.length;
      await sideBySide(Array.from({ length: empty > 0 ? 1 : atATime }), atATime, read);
      empty = all.length === before ? empty + 1 : 0;
      signal.throwIfAborted();
    }
  } finally {
    endHeartbeat();
    await queue.hide(all, 0);
  }
  return all;
}

async function askAbout<Item>(
  failures: Map<string, Failure>,
  { ask }: Pick<Job<Item>, 'ask'>,
  context: JobContext,
): Promise<void> {
  if (!ask) return;
  const unexplained = [...failures].filter(([, { code }]) => code === undelivered).map(([key]) => key);
  for (const keys of inGroups(unexplained)) {
    const answers = await ask(keys, context);
    answers.forEach((answer, index) => {
      const key = keys[index] ?? '';
      if (answer.status === 'done') failures.delete(key);
      else if (answer.status === 'failed') {
        const { code, reason } = answer;
        failures.set(key, { ...failures.get(key), code, reason });
      }
    });
  }
}

function keyOf<Item>(job: Pick<Job<Item>, 'key'>, item: Item): string | undefined {
  try {
    return job.key(item);
  } catch {
    // An item that the job cannot take is why it is here.
    return undefined;
  }
}

function kindsOf(failures: ReadonlyMap<string, Failure>): FailureKind[] {
  const kinds = new Map<string, FailureKind>();
  for (const [key, { code, reason }] of failures) {
    const before = kinds.get(code);
    kinds.set(code, before ? { ...before, count: before.count + 1 } : { code, count: 1, key, reason });
  }
  return [...kinds.values()].sort((one, other) => other.count - one.count);
}
