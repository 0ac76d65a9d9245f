import { outcomeOf, type Answer, type Job, type JobContext, type Outcome } from '@postern/batch';
import type { ItemOf, ResultOf, VariablesOf } from '@postern/client';
import { GetItem, ItemsByStatus, UpdateItem } from '@postern/graphql';
import type { ServiceClient } from '../connect.ts';
import { findTimeZone, type Finding } from './find-time-zone.ts';

/** An item as the index gives it. */
export type PendingItem = ItemOf<ResultOf<typeof ItemsByStatus>>;

/** What the job works with. */
export interface TimeZoneOptions {
  /** Repeats reads by itself. */
  readonly reader: ServiceClient;
  /** Sends each request once; the run repeats it. */
  readonly writer: ServiceClient;
  /** When the run began by the server's clock, in ISO 8601: items that came later are another run's. */
  readonly startedAt: () => string;
  /** @defaultValue the machine's own time */
  readonly now?: () => Date;
}

type Metadata = Readonly<Record<string, unknown>>;

/** The name in journals, marks and `BatchOperation` records. */
export const timeZonesName = 'time-zones';

/**
 * Finds the time zone of every PENDING item and writes it into its metadata: COMPLETED, or FAILED with the problem where the
 * coordinates make no sense. The condition `status = PENDING` lets each item change once; the mark in the metadata tells after a
 * crash whose change it was.
 */
export function timeZoneJob(options: TimeZoneOptions): Job<PendingItem> {
  const { reader, writer, startedAt, now = () => new Date() } = options;
  const pending = ({ signal }: JobContext) =>
    reader.pages(ItemsByStatus, { status: 'PENDING' }, { pageSize: 500, signal });
  return {
    name: timeZonesName,
    source: pending,
    key: ({ id }) => id,
    process: async (items, { run, signal }) => {
      const findings = items.map(({ metadata }) => findTimeZone(metadata));
      const changes = items.map(({ id }, index) =>
        change(id, findings[index] as Finding, markOf(run), now()),
      );
      const results = await writer.batch(UpdateItem, changes, { signal });
      return results.map((result, index) => {
        const problem = findings[index]?.problem;
        return result.status === 'done' && problem !== undefined ? badPlace(problem) : outcomeOf(result);
      });
    },
    ask: async (ids, { run, signal }) => {
      const answers = await reader.batch(
        GetItem,
        ids.map((id) => ({ id })),
        { signal },
      );
      return answers.map((answer) => {
        if (answer.status === 'done') return judge(answer.data.getItem, markOf(run));
        const { error } = answer;
        if (error.code === 'denied') return { status: 'failed', code: error.code, reason: error.message };
        throw error;
      });
    },
    leftovers: async function* (context) {
      for await (const { id, createdAt } of pending(context)) if (createdAt <= startedAt()) yield id;
    },
  };
}

// Also the idempotency key: it is in the change itself, and the same after a restart.
function markOf(run: string): string {
  return `${timeZonesName}/${run}`;
}

function change(
  id: string,
  { metadata, timeZone, problem }: Finding,
  processedBy: string,
  at: Date,
): VariablesOf<typeof UpdateItem> {
  const found = problem === undefined ? { timeZone } : { problem };
  return {
    input: {
      id,
      metadata: JSON.stringify({ ...metadata, ...found, processedBy }),
      status: problem === undefined ? 'COMPLETED' : 'FAILED',
      batchProcessed: true,
      lastProcessedAt: at.toISOString(),
    },
    condition: { status: { eq: 'PENDING' } },
  };
}

function badPlace(reason: string): Outcome & Answer {
  return { status: 'failed', code: 'bad-coordinates', reason };
}

function judge(item: ResultOf<typeof GetItem>['getItem'], mark: string): Answer {
  if (!item) return { status: 'failed', code: 'gone', reason: 'It was deleted meanwhile.' };
  if (item.status === 'PENDING') return { status: 'pending' };
  const metadata = JSON.parse(item.metadata ?? '{}') as Metadata | null;
  if (metadata?.processedBy !== mark) {
    return { status: 'failed', code: 'changed', reason: `Somebody else has set it to ${item.status}.` };
  }
  return item.status === 'FAILED' ? badPlace(String(metadata.problem)) : { status: 'done' };
}
