export { memoryCursor, freshState, type Cursor, type CursorState, type PartitionCursor } from './cursor.ts';
export { csvPartition, type CsvPartitionOptions } from './csv-partition.ts';
export { openCursor, type FileCursor } from './cursor-file.ts';
export { enqueue, type EnqueueOptions, type EnqueueReport } from './enqueue.ts';
export { readEnqueued, type Enqueued } from './enqueued.ts';
export {
  followQueue,
  type FollowOptions,
  type QueueProgress,
  type QueueRunEnded,
  type QueueRunInterrupted,
  type QueueRunReport,
} from './follow.ts';
export { decodeMessage, encodeMessage, type ContinueMessage, type ItemMessage } from './message.ts';
export { ndjsonPartitions, type NdjsonPartitionsOptions, type RangedInput } from './ndjson-partitions.ts';
export type { Settled } from './memory-journal.ts';
export { connectionPartition, type ItemPage, type Partition } from './partition.ts';
export type { Backlog, OutgoingMessage, Queue, QueueMessage, RefusedMessage } from './queue.ts';
export { queueDeadLetters } from './queue-dead-letters.ts';
export type { FailureKind } from './run-failures.ts';
export { settleMessages, type Fate, type SettleOptions, type Settlement } from './settle-messages.ts';
export { sqsQueue, type SqsQueueOptions } from './sqs-queue.ts';
export { workOnQueue, type WorkerOptions, type WorkerReport } from './worker.ts';
