import { UpdateItem, type UpdateItemInput } from '@postern/graphql';
import { inChunks } from './in-chunks.ts';
import type { Resolver } from './resolver.ts';

/**
 * `Mutation.updateItemsBatch`: updates each item.
 *
 * An item that cannot be updated is null in the list, so that one bad id does not hide what became of the others.
 */
export const updateItemsBatch: Resolver<{ readonly items: readonly UpdateItemInput[] }> = (
  { items },
  client,
) =>
  inChunks(items.map(toVariables), async (chunk) => {
    // Setting the same values again changes nothing, so a lost answer may be asked for again.
    const results = await client.batch(UpdateItem, chunk, { repeatable: true });
    return results.map((result) => (result.status === 'done' ? (result.data.updateItem ?? null) : null));
  });

// The resolver gets AWSJSON parsed; the API takes it as text.
function toVariables(item: UpdateItemInput): { input: UpdateItemInput } {
  const { metadata } = item;
  return metadata == null || typeof metadata === 'string'
    ? { input: item }
    : { input: { ...item, metadata: JSON.stringify(metadata) } };
}
