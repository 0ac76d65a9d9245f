import http from 'node:http';
import https from 'node:https';
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
  type BatchResultErrorEntry,
  type MessageAttributeValue,
  type SQSClientConfig,
} from '@aws-sdk/client-sqs';
import { QueueError } from '../errors.ts';
import { inGroups, sideBySide } from './in-groups.ts';
import type { Queue, QueueMessage } from './queue.ts';
import { sendAll } from './sqs-send.ts';

/** Which queue, and how to reach it. */
export interface SqsQueueOptions {
  /** The queue's URL. */
  readonly url: string;
  /** Region, endpoint, credentials; the SDK finds those of a Lambda function or container by itself. */
  readonly client?: SQSClient | SQSClientConfig;
}

const requestsAtATime = 8;

/**
 * A queue of Amazon SQS, or of a server that speaks its protocol. Standard queues and FIFO queues can be read; sending is to
 * standard queues.
 *
 * @example
 * ```ts
 * const queue = sqsQueue({ url: 'https://sqs.eu-central-1.amazonaws.com/123456789012/items' });
 * ```
 */
export function sqsQueue({ url: QueueUrl, client = {} }: SqsQueueOptions): Queue {
  // Node's own agents, which go through the proxies that it was told of; the SDK's would go past them.
  const requestHandler = { httpAgent: http.globalAgent, httpsAgent: https.globalAgent };
  const sqs =
    client instanceof SQSClient ? client : new SQSClient({ maxAttempts: 5, requestHandler, ...client });
  return {
    receive: async ({ max, waitSeconds, visibilitySeconds, signal }) => {
      if (signal.aborted) return [];
      const command = new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: Math.max(1, Math.min(10, max)),
        WaitTimeSeconds: waitSeconds,
        VisibilityTimeout: visibilitySeconds,
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
        MessageAttributeNames: ['key', 'code', 'reason'],
      });
      try {
        const { Messages = [] } = await sqs.send(command, { abortSignal: signal });
        return Messages.map((message) => ({
          id: message.MessageId ?? '',
          receipt: message.ReceiptHandle ?? '',
          body: message.Body ?? '',
          receives: Number(message.Attributes?.ApproximateReceiveCount ?? 1),
          ...(message.MessageAttributes ? { attributes: textsOf(message.MessageAttributes) } : {}),
        }));
      } catch (error) {
        if (signal.aborted) return [];
        throw queueError('receive from', QueueUrl, error);
      }
    },
    send: (messages) =>
      sendAll(sqs, QueueUrl, messages).catch((error: unknown) => {
        throw queueError('send to', QueueUrl, error);
      }),
    delete: (messages) =>
      inBatches(messages, async (Entries) => {
        const { Failed } = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
        return Failed;
      }),
    hide: (messages, VisibilityTimeout) =>
      inBatches(messages, async (entries) => {
        const Entries = entries.map((entry) => ({ ...entry, VisibilityTimeout }));
        const { Failed } = await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
        return Failed;
      }),
    backlog: async () => {
      const AttributeNames = [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
      ] as const;
      const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] });
      const { Attributes } = await sqs.send(command).catch((error: unknown) => {
        throw queueError('ask about', QueueUrl, error);
      });
      const [visible, inFlight, delayed] = AttributeNames.map((name) => Number(Attributes?.[name] ?? 0));
      return { visible: visible ?? 0, inFlight: inFlight ?? 0, delayed: delayed ?? 0 };
    },
  };
}

function textsOf(attributes: Readonly<Record<string, MessageAttributeValue>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { StringValue = '' }]) => [name, StringValue]),
  );
}

interface Entry {
  readonly Id: string;
  readonly ReceiptHandle: string;
}

// A request that fails as a whole leaves its messages to their visibility timeout, which is always safe.
async function inBatches(
  messages: readonly QueueMessage[],
  request: (entries: Entry[]) => Promise<readonly BatchResultErrorEntry[] | undefined>,
): Promise<number> {
  let failed = 0;
  await sideBySide(inGroups(messages), requestsAtATime, async (group) => {
    const entries = group.map(({ receipt }, index) => ({ Id: String(index), ReceiptHandle: receipt }));
    try {
      failed += (await request(entries))?.length ?? 0;
    } catch {
      failed += group.length;
    }
  });
  return failed;
}

function queueError(what: string, url: string, cause: unknown): QueueError {
  if (cause instanceof QueueError) return cause;
  const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return new QueueError(`Cannot ${what} the queue ${url}: ${why}`, { cause });
}
