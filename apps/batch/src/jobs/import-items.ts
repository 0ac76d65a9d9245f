import { outcomeOf, runJob, type Answer, type Job } from '@postern/batch';
import type { VariablesOf } from '@postern/client';
import { CreateItem, GetItem } from '@postern/graphql';
import { UsageError } from '../errors.ts';
import { countRows } from '../input/count-rows.ts';
import { openInput } from '../input/open-input.ts';
import { readRows, type Row } from '../input/read-rows.ts';
import { itemInput } from './item-input.ts';
import { nothingToClose, type JobKind, type Tools } from './job-kind.ts';

type Input = VariablesOf<typeof CreateItem>['input'];

/** Creates an item of every row of a CSV or NDJSON input, each once. */
export const importItems: JobKind = {
  name: 'import-items',
  title: 'items from a file',
  takes: ['input'],
  operations: [CreateItem, GetItem],
  async prepare({ input, retry }) {
    if (input === undefined && !retry) {
      throw new UsageError('import-items needs --input FILE (CSV or NDJSON), "-" or s3://bucket/key.');
    }
    const rows = retry
      ? async function* () {
          // Of one that a crash left in flight only the key may be known.
          for await (const { key, item } of retry()) yield (item ?? { id: key }) as Row;
        }
      : await readRows(input ?? '', () => openInput(input ?? ''));
    return {
      run: (tools, options) => runJob(importJob(tools, rows), options),
      close: nothingToClose,
      expectedItems: retry ? undefined : await countRows(input ?? ''),
    };
  },
};

/** An item and where it stands in the input, or why there is none in that row. */
export function importJob({ reader, writer }: Tools, rows: () => AsyncIterable<Row>): Job<Row> {
  return {
    name: importItems.name,
    source: rows,
    key: (row) => itemInput(row).id ?? '',
    process: async (chunk, { signal, onTokensConsumed }) => {
      const inputs = chunk.map(itemInput);
      const good = inputs.filter(({ problem }) => problem === undefined);
      const results = await writer.batch(
        CreateItem,
        good.map(({ input }) => ({ input: input as Input })),
        { signal, onTokensConsumed },
      );
      const answers = results.map(outcomeOf)[Symbol.iterator]();
      return inputs.map(({ problem }) =>
        problem === undefined
          ? (answers.next().value ?? { status: 'unknown' as const })
          : { status: 'failed' as const, code: 'malformed', reason: problem },
      );
    },
    ask: async (ids, { signal, onTokensConsumed }) => {
      const answers = await reader.batch(
        GetItem,
        ids.map((id) => ({ id })),
        { signal, onTokensConsumed },
      );
      return answers.map((answer): Answer => {
        if (answer.status === 'failed') throw answer.error;
        // The id is made of the content, unless the row brings one: what has it is this row's item.
        return { status: answer.data.getItem ? 'done' : 'pending' };
      });
    },
  };
}
