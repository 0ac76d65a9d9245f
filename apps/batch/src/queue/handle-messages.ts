import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { decodeMessage, settleMessages, type Fate, type QueueMessage } from '@postern/batch/queue';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { classifyAuth } from '../work.ts';
import { deadline } from './deadline.ts';
import { continueSource } from './handle-source.ts';
import type { LambdaParts } from './lambda-parts.ts';

/**
 * Works on a batch of messages, many items with one request, and answers with those that are to come again. (The event source
 * needs `ReportBatchItemFailures`.)
 */
export async function handleMessages(
  event: SQSEvent,
  context: Context,
  parts: LambdaParts,
): Promise<SQSBatchResponse> {
  const { queueJob, telemetry, deadLetters, pace } = parts;
  const until = deadline(context.getRemainingTimeInMillis());
  const continued = event.Records.filter(({ body }) => isContinuation(body));
  const messages = event.Records.filter((record) => !continued.includes(record)).map(messageOf);
  const settlement = await settleMessages(queueJob.job, messages, {
    ...(deadLetters ? { deadLetters } : {}),
    pace,
    classify: classifyAuth,
    drainSignal: until.drain,
    signal: until.atOnce,
  });
  telemetry.settled(settlement);
  const settle = async (record: SQSRecord): Promise<void> => {
    if (continued.includes(record)) return continueSource(record.body, context, parts);
    const fate = settlement.fates.get(record.messageId);
    if (fate && isOver(fate, deadLetters !== undefined)) return;
    throw new Error(fate?.status === 'done' || fate === undefined ? 'It is not settled.' : fate.reason);
  };
  // Its own log says nothing that ours does not.
  const quiet = { debug: ignore, warn: ignore, error: ignore };
  const processor = new BatchProcessor(EventType.SQS, { logger: quiet });
  // A batch of which nothing is done is reported like any other: to throw would only make it an error of the function.
  return processPartialResponse(event, settle, processor, { context, throwOnFullBatchFailure: false });
}

function isOver({ status }: Fate, kept: boolean): boolean {
  return status === 'done' || (status === 'failed' && kept);
}

function isContinuation(body: string): boolean {
  const message = decodeMessage(body);
  return typeof message !== 'string' && message.kind === 'continue';
}

function messageOf({ messageId, receiptHandle, body, attributes }: SQSRecord): QueueMessage {
  return {
    id: messageId,
    receipt: receiptHandle,
    body,
    receives: Number(attributes.ApproximateReceiveCount),
  };
}

function ignore(): void {}
