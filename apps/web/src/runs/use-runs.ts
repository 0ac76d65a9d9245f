import { ListBatchOperations, type BatchOperationFieldsFragment } from '@postern/graphql';
import { useCallback } from 'react';
import { useCaller } from '../api/caller.ts';
import { readPage } from '../api/read-page.ts';
import { useList, type List, type Read } from '../api/use-list.ts';

/** A run of a batch, as the API records it. */
export type Run = BatchOperationFieldsFragment;

const limit = 25;

/** The recorded runs. */
export function useRuns(): List<Run> {
  const { client } = useCaller();
  const read = useCallback<Read<Run>>(
    (nextToken, signal) =>
      readPage(client.pages(ListBatchOperations, { limit }, { nextToken, signal, strict: false })),
    [client],
  );
  return useList(read);
}
