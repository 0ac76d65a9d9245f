import type { Job, JobContext } from '../job.ts';
import type { Cursor, PartitionCursor } from './cursor.ts';
import { sideBySide } from './in-groups.ts';
import { encodeMessage } from './message.ts';
import type { Partition } from './partition.ts';
import type { Queue } from './queue.ts';
import { readPages } from './read-pages.ts';

/** What an enqueuer works with. */
export interface EnqueueOptions<Item> {
  readonly job: Pick<Job<Item>, 'name' | 'key'>;
  readonly partitions: readonly Partition<Item>[];
  readonly queue: Queue;
  readonly cursor: Cursor;
  /** Parts that are read side by side. @defaultValue `4` */
  readonly partitionsAtATime?: number;
  /** Ends it after the pages that are under way; the same cursor goes on. */
  readonly drainSignal?: AbortSignal;
  /** Ends it at once; the same cursor goes on. */
  readonly signal?: AbortSignal;
  /** Told after each page, with the items sent in this run. */
  readonly onProgress?: (items: number) => void;
  /** Told of an item that the queue will never take. */
  readonly onRefused?: (key: string, reason: string) => void;
}

/** What an enqueuer has done. */
export interface EnqueueReport {
  readonly run: string;
  /** Items sent in this run, by earlier processes included. */
  readonly items: number;
  /** Items that the queue will never take, in this run. */
  readonly refused: number;
  readonly ended: 'complete' | 'interrupted';
}

/**
 * Puts the items of a job's source in a queue, one message each, several parts of the source side by side. A part's place is
 * noted after each page that the queue has taken. A crash repeats one page of each part at most; its items are then in the
 * queue twice, and have one effect.
 *
 * @throws SourceFailedError when a part cannot be read; QueueError; JournalWriteError. The same cursor goes on.
 */
export async function enqueue<Item>(options: EnqueueOptions<Item>): Promise<EnqueueReport> {
  const { partitions, cursor, partitionsAtATime = 4, signal, drainSignal } = options;
  const halt = new AbortController();
  const ending = AbortSignal.any([signal, drainSignal, halt.signal].filter((given) => given !== undefined));
  const context: JobContext = {
    run: cursor.state.run,
    signal: AbortSignal.any([signal, halt.signal].filter((given) => given !== undefined)),
  };
  await sideBySide(partitions, partitionsAtATime, async (partition) => {
    try {
      await enqueuePartition(partition, options, context, ending);
    } catch (error) {
      // Reading was cut off: the cursor stands where the queue has taken everything.
      if (signal?.aborted) return;
      // The other parts end as well.
      halt.abort();
      throw error;
    }
  });
  const at = cursor.state.partitions;
  const complete = partitions.every(({ name }) => at[name]?.done);
  if (complete) await cursor.end();
  const items = total(cursor);
  const refused = Object.values(at).reduce((sum, part) => sum + (part.refused ?? 0), 0);
  return { run: context.run, items, refused, ended: complete ? 'complete' : 'interrupted' };
}

async function enqueuePartition<Item>(
  partition: Partition<Item>,
  options: EnqueueOptions<Item>,
  context: JobContext,
  ending: AbortSignal,
): Promise<void> {
  const { cursor, onProgress } = options;
  let at: PartitionCursor = cursor.state.partitions[partition.name] ?? { items: 0, done: false };
  if (at.done || ending.aborted) return;
  for await (const { items, next } of readPages(partition, at.next, context)) {
    const refusedHere = await send(items, options, context.run);
    const refused = (at.refused ?? 0) + refusedHere;
    const counts = { items: at.items + items.length - refusedHere, ...(refused > 0 ? { refused } : {}) };
    at = next === undefined ? { ...counts, done: true } : { ...counts, done: false, next };
    await cursor.advance(partition.name, at);
    onProgress?.(total(cursor));
    if (ending.aborted) return;
  }
  const { next: _, ...counts } = at;
  if (!at.done) await cursor.advance(partition.name, { ...counts, done: true });
}

async function send<Item>(
  items: readonly Item[],
  options: EnqueueOptions<Item>,
  run: string,
): Promise<number> {
  const { job, queue, onRefused } = options;
  const bodies = items.map((item) => ({
    body: encodeMessage({ kind: 'item', job: job.name, run, item }),
  }));
  const refused = await queue.send(bodies);
  for (const { index, reason } of refused) onRefused?.(job.key(items[index] as Item), reason);
  return refused.length;
}

function total({ state }: Cursor): number {
  return Object.values(state.partitions).reduce((sum, { items }) => sum + items, 0);
}
