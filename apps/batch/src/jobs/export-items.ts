import { openNdjsonFile, runJob, type Job, type NdjsonFile } from '@postern/batch';
import type { ItemOf, ResultOf } from '@postern/client';
import { ItemsByStatus, ListItems, type ItemStatus } from '@postern/graphql';
import { UsageError } from '../errors.ts';
import type { JobKind, Tools } from './job-kind.ts';

type Item = ItemOf<ResultOf<typeof ListItems>>;

const statuses = ['PENDING', 'PROCESSING', 'COMPLETED', 'FAILED'] as const satisfies readonly ItemStatus[];
const pageSize = 500;

/** Writes every item to an NDJSON file, each once. */
export const exportItems: JobKind = {
  name: 'export-items',
  title: 'items into a file',
  operations: [ListItems, ItemsByStatus],
  async prepare({ output, status, retry }) {
    if (output === undefined) throw new UsageError('export-items needs --output FILE.');
    const wanted = statuses.find((word) => word === status);
    if (status !== undefined && !wanted) {
      throw new UsageError(`--status is one of ${statuses.join(', ')}; it was given "${status}".`);
    }
    const file = await openNdjsonFile<Item>({ file: output, key: ({ id }) => id });
    const source = (tools: Tools): Job<Item>['source'] =>
      retry
        ? async function* () {
            for await (const { item } of retry()) yield item as Item;
          }
        : pagesOf(tools, wanted);
    return {
      run: (tools, options) => runJob(exportJob(file, source(tools)), options),
      close: () => file.close(),
    };
  },
};

function pagesOf({ reader }: Tools, status: ItemStatus | undefined): Job<Item>['source'] {
  return ({ signal }) =>
    status === undefined
      ? reader.pages(ListItems, {}, { pageSize, signal })
      : reader.pages(ItemsByStatus, { status }, { pageSize, signal });
}

function exportJob(file: NdjsonFile<Item>, source: Job<Item>['source']): Job<Item> {
  return {
    name: exportItems.name,
    source,
    key: ({ id }) => id,
    process: async (items) => {
      await file.write(items);
      return items.map(() => ({ status: 'done' as const }));
    },
    ask: (ids) => Promise.resolve(ids.map((id) => ({ status: file.has(id) ? 'done' : 'pending' }) as const)),
  };
}
