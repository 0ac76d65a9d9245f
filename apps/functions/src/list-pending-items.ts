import { ItemsByStatus } from '@postern/graphql';
import type { Resolver } from './resolver.ts';

// A Lambda's answer may not be larger than 6 MB, so the list is bounded; page itemsByStatus to read them all.
const atMost = 1000;

/** `Query.listPendingItems`: the first pending items. */
export const listPendingItems: Resolver<object> = async (_, client) => {
  const items = [];
  for await (const item of client.pages(ItemsByStatus, { status: 'PENDING', limit: atMost })) {
    items.push(item);
    if (items.length === atMost) break;
  }
  return items;
};
