import { ConditionFailedError, type Client } from '@postern/client';
import {
  CreateItem,
  DeleteItem,
  GetItem,
  GetItemsBatch,
  ProcessBatch,
  UpdateItem,
  type CreateItemInput,
  type ItemStatus,
  type ProcessBatchMutation,
} from '@postern/graphql';
import { toRow, type Row } from '../api/row.ts';
import type { Item } from './item.ts';

/** Creates an item. */
export async function createItem(client: Client, input: CreateItemInput): Promise<Row<Item> | undefined> {
  const { data, denied } = await client.request(CreateItem, { input });
  return data.createItem ? toRow(data.createItem, denied, 'createItem') : undefined;
}

/** What became of a change: the item as it is now, gone where it is there no more. */
export interface Changed {
  readonly row: Row<Item> | undefined;
  /** False when somebody else had changed the item since it was read, so that this change was not made. */
  readonly made: boolean;
}

/** Sets an item's status, provided that it still has the status that the person saw. */
export async function setStatus(
  client: Client,
  { id, status: seen }: Item,
  status: ItemStatus,
): Promise<Changed> {
  try {
    const variables = { input: { id, status }, condition: { status: { eq: seen } } };
    const { data, denied } = await client.request(UpdateItem, variables);
    return { row: data.updateItem ? toRow(data.updateItem, denied, 'updateItem') : undefined, made: true };
  } catch (error) {
    if (!(error instanceof ConditionFailedError)) throw error;
    const { data, denied } = await client.request(GetItem, { id });
    return { row: data.getItem ? toRow(data.getItem, denied, 'getItem') : undefined, made: false };
  }
}

/** Deletes an item. */
export async function deleteItem(client: Client, { id }: Item): Promise<void> {
  await client.request(DeleteItem, { input: { id } });
}

/** What became of a batch, and its items as they are now. */
export interface Completed {
  readonly output: ProcessBatchMutation['processBatch'];
  readonly rows: readonly Row<Item>[];
}

/** Completes those of the items that are pending. */
export async function completeItems(client: Client, itemIds: string[]): Promise<Completed> {
  const input = { batchId: crypto.randomUUID(), itemIds, processingType: 'COMPLETE' };
  const { data } = await client.request(ProcessBatch, { input });
  const now = await client.request(GetItemsBatch, { ids: itemIds });
  const items = (now.data.getItemsBatch ?? []).filter((item) => item !== null);
  return { output: data.processBatch, rows: items.map((item) => toRow(item, [], '')) };
}
