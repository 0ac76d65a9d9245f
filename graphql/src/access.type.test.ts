import { createClient, type CallableBy } from '@postern/client';
import { GetItem, ListBatchOperations, ListPendingItems, ProcessBatch } from './index.ts';

// Compiled by `tsc` with the project, never run: what the rules of schema.graphql deny does not compile.

const options = { endpoint: 'http://127.0.0.1/graphql', headers: () => ({}) };

export async function whoMayCallWhat(): Promise<void> {
  const service = createClient({ ...options, identity: { groups: ['BatchProcessor'] } });
  await service.request(ListPendingItems, {});
  const input = { batchId: '1', itemIds: ['1'], processingType: 'COMPLETE' };
  await service.request(ProcessBatch, { input });

  const admin = createClient({ ...options, identity: { groups: ['Admin'] } });
  await admin.request(ListBatchOperations, {});
  // @ts-expect-error Members of Admin may never call ListPendingItems.
  await admin.request(ListPendingItems, {});

  // The error is this sentence, and no other.
  type Admin = { readonly groups: readonly ['Admin'] };
  type Denied = CallableBy<(typeof ListPendingItems)['access'], Admin, (typeof ListPendingItems)['name']>;
  ({ denied: 'Members of Admin may never call ListPendingItems.' }) satisfies Denied;
  // @ts-expect-error Another name.
  ({ denied: 'Members of Admin may never call ListItems.' }) satisfies Denied;

  // Somebody in no group may own items, and nothing else.
  const user = createClient({ ...options, identity: { groups: [] } });
  await user.request(GetItem, { id: '1' });
  // @ts-expect-error A user in no group may never call ListBatchOperations.
  await user.request(ListBatchOperations, {});
}
