import type { Job, JobContext } from '@postern/batch';
import type { Partition } from '@postern/batch/queue';

/**
 * Makes the end of a run over rows of a file: asks the API about every row, and gives the keys of those of which nothing is there.
 *
 * @param rows - The rows that were enqueued, read once more.
 */
export function missingRows<Item>(
  { key, ask }: Pick<Job<Item>, 'key' | 'ask'>,
  rows: readonly Partition<Item>[],
): NonNullable<Job<Item>['leftovers']> {
  return async function* (context: JobContext) {
    for (const part of rows) {
      for await (const { items } of part.read(undefined, context)) {
        const keys = items.map(key);
        const answers = keys.length > 0 ? await ask?.(keys, context) : [];
        yield* keys.filter((_, index) => answers?.[index]?.status === 'pending');
      }
    }
  };
}
