import type { Job, Pieces } from '@postern/batch';
import {
  connectionPartition,
  csvPartition,
  ndjsonPartitions,
  type Partition,
  type RangedInput,
} from '@postern/batch/queue';
import { ItemsByStatus } from '@postern/graphql';
import type { Connection } from '../connect.ts';
import { UsageError } from '../errors.ts';
import { isCsv, onRagged } from '../input/read-rows.ts';
import { utf8 } from '../input/utf8.ts';
import { importJob } from '../jobs/import-items.ts';
import { timeZoneJob } from '../jobs/time-zones.ts';
import { missingRows } from './missing-rows.ts';

/** A job as it runs from a queue: what is done with an item, and where the items come from. */
export interface QueueJob {
  readonly job: Job<unknown>;
  /**
   * The items, in parts that can be read from any page on.
   *
   * @param input - A file of items in place of the job's own source.
   * @throws UsageError when the job has no source of its own.
   */
  partitions(input: RangedInput | undefined): readonly Partition<unknown>[];
  /**
   * The job for who looks on until all is done: where it can tell, it says at the end what is left over.
   *
   * @param startedAt - When the run began, in ISO 8601.
   * @param parts - Names of the parts that were read.
   * @param input - The file of items that was enqueued, to ask about each of them.
   */
  whole(startedAt: string, parts: readonly string[], input?: RangedInput): Job<unknown>;
}

/** The jobs that many workers can do together. */
export const queueJobs: Readonly<Record<string, (connection: Connection) => QueueJob>> = {
  'time-zones': ({ reader, writer }) => ({
    // What is left over at the end is for the queue to say, not for a worker.
    job: fromMessages(timeZoneJob({ reader, writer, startedAt: () => '' })),
    partitions: (input) => (input ? rowsOf(input) : [pendingItems(reader)]),
    whole: (startedAt, parts, input) => {
      const { leftovers, ...job } = timeZoneJob({ reader, writer, startedAt: () => startedAt });
      if (input) return withMissingRows(fromMessages(job), input);
      // Who has worked on the rows of a file has left others alone.
      const all = parts.includes(pendingPart) && leftovers !== undefined;
      return fromMessages(all ? { ...job, leftovers } : job);
    },
  }),
  'import-items': ({ reader, writer }) => {
    const job = importJob({ reader, writer, startedAt: () => '' }, () => nothing);
    return {
      job: fromMessages(job),
      partitions: (input) => {
        if (input) return rowsOf(input);
        throw new UsageError('import-items needs --input FILE (CSV or NDJSON) or s3://bucket/key.');
      },
      whole: (_startedAt, _parts, input) =>
        input ? withMissingRows(fromMessages(job), input) : fromMessages(job),
    };
  },
};

/** @throws UsageError when there is no such job, or it is not for queues. */
export function findQueueJob(name: string): (connection: Connection) => QueueJob {
  const found = Object.hasOwn(queueJobs, name) ? queueJobs[name] : undefined;
  if (found) return found;
  const names = Object.keys(queueJobs).join(' or ');
  throw new UsageError(`There is no job "${name}" for a queue: it is ${names}.`);
}

// What a message holds is what the same job's enqueuer put there.
function fromMessages<Item>(job: Job<Item>): Job<unknown> {
  return job as unknown as Job<unknown>;
}

function withMissingRows(job: Job<unknown>, input: RangedInput): Job<unknown> {
  return { ...job, leftovers: missingRows(job, rowsOf(input)) };
}

function pendingItems(reader: Connection['reader']): Partition<unknown> {
  return connectionPartition(pendingPart, (nextToken, { signal }) =>
    reader.pages(ItemsByStatus, { status: 'PENDING' }, { pageSize: 500, nextToken, signal }).byPage(),
  );
}

// A line that is no JSON becomes an item that the job itself refuses.
function rowsOf(input: RangedInput): readonly Partition<unknown>[] {
  if (isCsv(input.name)) {
    const open = async (from: number): Promise<Pieces> => utf8(await input.open(from), input.name);
    return [csvPartition({ ...input, open }, { onRagged })];
  }
  return ndjsonPartitions<unknown>(input, { onMalformed: (text) => text });
}

const pendingPart = 'PENDING';
const nothing: AsyncIterable<never> = (async function* () {})();
