import type { Job, JobContext } from './job.ts';
import type { Outcome } from './outcome.ts';

/**
 * Makes a job's `process` from a function for a single item; the items of a chunk are worked on side by side.
 *
 * What the function throws makes its item a dead letter and leaves the others alone.
 */
export function oneByOne<Item>(
  work: (item: Item, context: JobContext) => Promise<Outcome>,
): Job<Item>['process'] {
  return (items, context) => Promise.all(items.map((item) => workOn(item, context, work)));
}

async function workOn<Item>(
  item: Item,
  context: JobContext,
  work: (item: Item, context: JobContext) => Promise<Outcome>,
): Promise<Outcome> {
  try {
    return await work(item, context);
  } catch (error) {
    return {
      status: 'failed',
      code: 'threw',
      reason: error instanceof Error ? error.message : String(error),
    };
  }
}
