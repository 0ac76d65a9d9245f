import { createClient } from '@postern/client';
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
  // @ts-expect-error Members of Admin may never call this operation.
  await admin.request(ListPendingItems, {});

  // Somebody in no group may own items, and nothing else.
  const user = createClient({ ...options, identity: { groups: [] } });
  await user.request(GetItem, { id: '1' });
  // @ts-expect-error A user in no group may never call this operation.
  await user.request(ListBatchOperations, {});
}
