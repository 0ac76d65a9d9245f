import {
  outcomeOf,
  type Answer,
  type DeadLetter,
  type Job,
  type JobContext,
  type Outcome,
} from '@postern/batch';
import type { ItemOf, ResultOf, VariablesOf } from '@postern/client';
import { GetItem, ItemsByStatus, UpdateItem } from '@postern/graphql';
import { findTimeZone, type Finding } from './find-time-zone.ts';
import type { Tools } from './job-kind.ts';

/** An item as the index gives it. */
export type PendingItem = ItemOf<ResultOf<typeof ItemsByStatus>>;

/** What the job works with. */
export interface TimeZoneOptions extends Tools {
  /** Letters of an earlier run, whose items are read again and worked on though they are FAILED. @defaultValue none */
  readonly retry?: () => AsyncIterable<DeadLetter>;
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
  const { reader, writer, startedAt, retry, now = () => new Date() } = options;
  const pending = ({ signal }: JobContext) =>
    reader.pages(ItemsByStatus, { status: 'PENDING' }, { pageSize: 500, signal });
  return {
    name: timeZonesName,
    source: retry ? (context) => failed(reader, retry(), context) : pending,
    key: ({ id }) => id,
    process: async (items, { run, signal, onTokensConsumed }) => {
      const findings = items.map(({ metadata }) => findTimeZone(metadata));
      const changes = items.map(({ id }, index) =>
        change(id, findings[index] as Finding, { mark: markOf(run), at: now(), again: retry !== undefined }),
      );
      const results = await writer.batch(UpdateItem, changes, { signal, onTokensConsumed });
      return results.map((result, index) => {
        const problem = findings[index]?.problem;
        return result.status === 'done' && problem !== undefined ? badPlace(problem) : outcomeOf(result);
      });
    },
    ask: async (ids, { run, signal, onTokensConsumed }) => {
      const answers = await reader.batch(
        GetItem,
        ids.map((id) => ({ id })),
        { signal, onTokensConsumed },
      );
      return answers.map((answer) => {
        if (answer.status === 'done') return judge(answer.data.getItem, markOf(run));
        const { error } = answer;
        if (error.code === 'denied') return { status: 'failed', code: error.code, reason: error.message };
        throw error;
      });
    },
    leftovers: async function* (context) {
      if (retry) return;
      for await (const { id, createdAt } of pending(context)) if (createdAt <= startedAt()) yield id;
    },
  };
}

// As they are now: somebody may have mended them since.
async function* failed(
  reader: Tools['reader'],
  letters: AsyncIterable<DeadLetter>,
  { signal }: JobContext,
): AsyncGenerator<PendingItem> {
  for await (const { key } of letters) {
    const { data } = await reader.request(GetItem, { id: key }, { signal });
    const item = data.getItem;
    if (item && (item.status === 'FAILED' || item.status === 'PENDING')) yield item;
  }
}

// Also the idempotency key: it is in the change itself, and the same after a restart.
function markOf(run: string): string {
  return `${timeZonesName}/${run}`;
}

function change(
  id: string,
  { metadata, timeZone, problem }: Finding,
  { mark, at, again }: { readonly mark: string; readonly at: Date; readonly again: boolean },
): VariablesOf<typeof UpdateItem> {
  const found = problem === undefined ? { timeZone } : { problem };
  return {
    input: {
      id,
      metadata: JSON.stringify({ ...metadata, ...found, processedBy: mark }),
      status: problem === undefined ? 'COMPLETED' : 'FAILED',
      batchProcessed: true,
      lastProcessedAt: at.toISOString(),
    },
    condition: again
      ? { or: [{ status: { eq: 'PENDING' } }, { status: { eq: 'FAILED' } }] }
      : { status: { eq: 'PENDING' } },
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
