import { GetItem } from '@postern/graphql';
import { inChunks } from './in-chunks.ts';
import type { Resolver } from './resolver.ts';

/** `Query.getItemsBatch`: the items of these ids in their order, null for one that is not there. */
export const getItemsBatch: Resolver<{ readonly ids: readonly string[] }> = ({ ids }, client) =>
  inChunks(ids, async (chunk) => {
    const results = await client.batch(
      GetItem,
      chunk.map((id) => ({ id })),
    );
    return results.map((result) => {
      if (result.status === 'failed') throw result.error;
      return result.data.getItem ?? null;
    });
  });
