import type { Job } from '@postern/batch';
import { connectionPartition, type Partition } from '@postern/batch/queue';
import { ItemsByStatus } from '@postern/graphql';
import type { Connection } from '../connect.ts';
import { timeZoneJob, type PendingItem } from '../jobs/time-zones.ts';

/** A job as it runs from a queue: what is done with an item, and where the items come from. */
export interface QueueJob<Item> {
  readonly job: Job<Item>;
  /** The job's own source, in parts that can be read from any page on. */
  readonly partitions: readonly Partition<Item>[];
}

/** The time zones of pending items, many workers at once. */
export function timeZonesOnQueue({ reader, writer }: Connection): QueueJob<PendingItem> {
  return {
    // What is left over at the end is for the queue to say, not for a worker.
    job: timeZoneJob({ reader, writer, startedAt: () => '' }),
    partitions: [
      connectionPartition('PENDING', (nextToken, { signal }) =>
        reader.pages(ItemsByStatus, { status: 'PENDING' }, { pageSize: 500, nextToken, signal }).byPage(),
      ),
    ],
  };
}
