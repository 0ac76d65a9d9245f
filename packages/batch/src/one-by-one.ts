import { CallError } from '@postern/client';
import { classify } from './classify.ts';
import type { Job, JobContext } from './job.ts';
import type { Outcome } from './outcome.ts';

/**
 * Makes a job's `process` from a function for a single item; the items of a chunk are worked on side by side.
 *
 * What the function throws is about its item alone: one that cannot be done becomes a dead letter; where the server was asked too
 * fast, or is away, the item is tried again. What no item can help, such as a refused sign-in, stops the run.
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
    return outcomeOfError(error, context);
  }
}

function outcomeOfError(error: unknown, context: JobContext): Outcome {
  const { kind } = context.classify?.(error) ?? classify(error, () => undefined);
  const reason = error instanceof Error ? error.message : String(error);
  switch (kind) {
    case 'throttled':
    case 'trouble':
      return { status: 'again', throttled: kind === 'throttled', reason };
    case 'poison': {
      const code = error instanceof CallError ? error.code : 'threw';
      return code === 'condition-failed' ? { status: 'unknown' } : { status: 'failed', code, reason };
    }
    case 'fatal':
    case 'aborted':
      throw error;
  }
}
