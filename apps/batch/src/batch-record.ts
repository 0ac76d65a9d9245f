import { CallError } from '@postern/client';
import {
  CreateBatchOperation,
  GetBatchOperation,
  UpdateBatchOperation,
  type BatchStatus,
} from '@postern/graphql';
import type { Connection, ServiceClient } from './connect.ts';

/** The run's own record in the API. */
export interface BatchRecord {
  /** When the run began, by the server's clock, in ISO 8601. */
  readonly startedAt: string;
  /**
   * Says how many items are settled. While one note is under way no other is begun, and one that fails is left for the next
   * time: the record is not worth the run.
   */
  note(itemsProcessed: number): Promise<void>;
  /**
   * Says how the run ended; where it goes on another time, the record stays RUNNING.
   *
   * @throws CallError
   */
  end(status: BatchStatus, itemsProcessed: number): Promise<void>;
}

/** Who keeps a record. */
export interface RecordKeeper extends Pick<Connection, 'asker' | 'reader'> {
  /** Aborts when nothing is to be waited for any more. */
  readonly signal: AbortSignal;
}

/**
 * Makes the run's record, or takes up the one of an earlier process.
 *
 * @throws CallError, `denied` for who may not run batches.
 */
export async function openRecord(
  { asker, reader, signal }: RecordKeeper,
  id: string,
  operationType: string,
): Promise<BatchRecord> {
  const startedAt = await createdAt(asker, signal, id, operationType);
  const options = { repeatable: true, signal };
  let noting: Promise<void> | undefined;
  return {
    startedAt,
    note: (itemsProcessed) => {
      const input = { id, itemsProcessed };
      const settle = (): void => void (noting = undefined);
      noting ??= asker.request(UpdateBatchOperation, { input }, options).then(settle, settle);
      return noting;
    },
    end: async (status, itemsProcessed) => {
      // A note that comes late would put the count back.
      await noting;
      const endTime = status === 'RUNNING' ? null : new Date().toISOString();
      const input = { id, status, itemsProcessed, endTime };
      // Only for the end of a run that is whole it is worth to wait for an API that is away.
      await (status === 'COMPLETED' ? reader : asker).request(UpdateBatchOperation, { input }, options);
    },
  };
}

async function createdAt(
  client: ServiceClient,
  signal: AbortSignal,
  id: string,
  operationType: string,
): Promise<string> {
  const options = { repeatable: true, signal };
  const startTime = new Date().toISOString();
  const input = { id, operationType, status: 'RUNNING', itemsProcessed: 0, startTime } as const;
  try {
    // Safe to repeat: a second one with this id is refused.
    const { data } = await client.request(CreateBatchOperation, { input }, options);
    return data.createBatchOperation?.createdAt ?? startTime;
  } catch (error) {
    if (!(error instanceof CallError) || error.code !== 'condition-failed') throw error;
  }
  const { data } = await client.request(GetBatchOperation, { id }, { signal });
  const again = { id, status: 'RUNNING', endTime: null } as const;
  await client.request(UpdateBatchOperation, { input: again }, options);
  return data.getBatchOperation?.createdAt ?? startTime;
}
