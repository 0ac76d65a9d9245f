import { GetBatchOperation } from '@postern/graphql';
import type { Resolver } from './resolver.ts';

/** `Query.getBatchStatus`: the record of a run. */
export const getBatchStatus: Resolver<{ readonly batchId: string }> = async ({ batchId }, client) => {
  const { data } = await client.request(GetBatchOperation, { id: batchId });
  return data.getBatchOperation ?? null;
};
