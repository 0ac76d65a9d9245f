import { openNdjsonFile, runJob, type Job, type Journal, type NdjsonFile } from '@postern/batch';
import type { ItemOf, ResultOf } from '@postern/client';
import { ItemsByStatus, ListItems, type ItemStatus } from '@postern/graphql';
import { systemCode, UsageError } from '../errors.ts';
import type { JobKind, Tools } from './job-kind.ts';

type Item = ItemOf<ResultOf<typeof ListItems>>;

const statuses = ['PENDING', 'PROCESSING', 'COMPLETED', 'FAILED'] as const satisfies readonly ItemStatus[];
const pageSize = 500;

/** Writes every item to an NDJSON file, each once. */
export const exportItems: JobKind = {
  name: 'export-items',
  title: 'items into a file',
  takes: ['output', 'status'],
  operations: [ListItems, ItemsByStatus],
  async prepare({ output, status, retry }) {
    if (output === undefined) throw new UsageError('export-items needs --output FILE.');
    const wanted = statuses.find((word) => word === status);
    if (status !== undefined && !wanted) {
      throw new UsageError(`--status is one of ${statuses.join(', ')}; it was given "${status}".`);
    }
    const file = await openOutput(output);
    const source = (tools: Tools): Job<Item>['source'] =>
      retry
        ? async function* () {
            for await (const { item } of retry()) yield item as Item;
          }
        : pagesOf(tools, wanted);
    return {
      run: (tools, options) => {
        assertWhole(file, output, options.journal);
        return runJob(exportJob(file, source(tools)), options);
      },
      close: () => file.close(),
    };
  },
};

async function openOutput(file: string): Promise<NdjsonFile<Item>> {
  try {
    return await openNdjsonFile<Item>({ file, key: ({ id }) => id });
  } catch (cause) {
    const code = systemCode(cause);
    if (code === undefined) throw cause;
    throw new UsageError(`--output: ${file} cannot be written (${code}).`, { cause });
  }
}

// What earlier processes of the run have written is not written again.
function assertWhole({ size }: NdjsonFile<Item>, output: string, { before }: Journal): void {
  const written = before.settled.size - before.failed.size;
  if (size >= written) return;
  throw new UsageError(
    `--output: ${output} has ${size} items, and this run has written ${written}: put the file back, or begin anew with another --data folder.`,
  );
}

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
