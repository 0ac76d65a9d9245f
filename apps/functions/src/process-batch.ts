import type { BatchResult } from '@postern/client';
import { UpdateItem, type ProcessBatchInput } from '@postern/graphql';
import { inChunks } from './in-chunks.ts';
import type { Resolver } from './resolver.ts';

interface BatchError {
  readonly itemId: string;
  readonly errorMessage: string;
  readonly errorCode: string;
}

/**
 * `Mutation.processBatch`: completes the items that are still pending, and says of each other one why not.
 *
 * `processingType` is `COMPLETE`; more kinds of processing belong here.
 *
 * @throws RangeError for another `processingType`.
 */
export const processBatch: Resolver<{ readonly input: ProcessBatchInput }> = async ({ input }, client) => {
  const { batchId, itemIds, processingType } = input;
  if (processingType !== 'COMPLETE') {
    throw new RangeError(`processingType "${processingType}" is not known; it is "COMPLETE".`);
  }
  const errors = await inChunks([...new Set(itemIds)], async (ids) => {
    const variables = ids.map((id) => completion(id));
    // The condition makes it safe to repeat: what was completed is not completed again.
    const results = await client.batch(UpdateItem, variables, { repeatable: true });
    return results.map((result, index) => toError(ids[index] ?? '', result));
  });
  const failed = errors.filter((error) => error !== undefined);
  return {
    batchId,
    processedCount: errors.length - failed.length,
    failedCount: failed.length,
    errors: failed,
  };
};

function completion(id: string) {
  const done = {
    status: 'COMPLETED',
    batchProcessed: true,
    lastProcessedAt: new Date().toISOString(),
  } as const;
  return { input: { id, ...done }, condition: { status: { eq: 'PENDING' } } } as const;
}

function toError(itemId: string, result: BatchResult<unknown>): BatchError | undefined {
  if (result.status === 'done') return undefined;
  const { code, message } = result.error;
  const notPending = code === 'condition-failed';
  return {
    itemId,
    errorMessage: notPending ? 'The item is not there or not pending.' : message,
    errorCode: code,
  };
}
