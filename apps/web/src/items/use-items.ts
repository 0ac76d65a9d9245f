import { ItemsByStatus, ListItems, type ItemStatus } from '@postern/graphql';
import { useCallback } from 'react';
import { useCaller } from '../api/caller.ts';
import { readPage } from '../api/read-page.ts';
import { useList, type List, type Read } from '../api/use-list.ts';
import type { Item } from './item.ts';

const limit = 25;

/** The items of a status, or all. */
export function useItems(status: ItemStatus | undefined): List<Item> {
  const { client } = useCaller();
  const read = useCallback<Read<Item>>(
    (nextToken, signal) => {
      const options = { nextToken, signal, strict: false };
      return readPage(
        status === undefined
          ? client.pages(ListItems, { limit }, options)
          : client.pages(ItemsByStatus, { status, limit }, options),
      );
    },
    [client, status],
  );
  return useList(read);
}
