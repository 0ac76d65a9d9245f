import { setTimeout as sleep } from 'node:timers/promises';
import {
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { QueueError } from '../errors.ts';
import { inGroups, sideBySide, sqsLimits } from './in-groups.ts';
import type { OutgoingMessage, RefusedMessage } from './queue.ts';

interface Entry extends OutgoingMessage {
  readonly index: number;
  readonly bytes: number;
}

const requestsAtATime = 8;
const attempts = 6;

/**
 * Sends messages, ten a request, and sends again what the queue did not take for a reason of its own.
 *
 * @returns Those that are too large or otherwise refused for good.
 * @throws QueueError when something was still not taken after six attempts.
 */
export async function sendAll(
  sqs: SQSClient,
  url: string,
  messages: readonly OutgoingMessage[],
): Promise<RefusedMessage[]> {
  const refused: RefusedMessage[] = [];
  const entries = messages.map((message, index) => ({ ...message, index, bytes: bytesOf(message) }));
  const fitting = entries.filter(({ index, bytes }) => {
    const fits = bytes <= sqsLimits.bytes;
    if (!fits) refused.push({ index, reason: `It has ${bytes} bytes; SQS takes ${sqsLimits.bytes}.` });
    return fits;
  });
  await sideBySide(
    inGroups(fitting, ({ bytes }) => bytes),
    requestsAtATime,
    async (group) => {
      refused.push(...(await sendGroup(sqs, url, group)));
    },
  );
  return refused.sort((one, other) => one.index - other.index);
}

async function sendGroup(sqs: SQSClient, url: string, group: readonly Entry[]): Promise<RefusedMessage[]> {
  const refused: RefusedMessage[] = [];
  let left = group;
  let reason = '';
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (attempt > 0) await sleep(Math.random() * 100 * 2 ** attempt);
    const { Failed = [] } = await sqs.send(
      new SendMessageBatchCommand({ QueueUrl: url, Entries: left.map(toSqs) }),
    );
    const failed = new Map(Failed.map((failure) => [failure.Id, failure]));
    const again: Entry[] = [];
    for (const entry of left) {
      const failure = failed.get(String(entry.index));
      if (!failure) continue;
      reason = `${failure.Code}: ${failure.Message ?? ''}`;
      if (failure.SenderFault) refused.push({ index: entry.index, reason });
      else again.push(entry);
    }
    if (again.length === 0) return refused;
    left = again;
  }
  throw new QueueError(`${url} did not take ${left.length} messages in ${attempts} attempts: ${reason}`);
}

function toSqs({ index, body, attributes = {} }: Entry): SendMessageBatchRequestEntry {
  const MessageAttributes = Object.fromEntries(
    Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  );
  return {
    Id: String(index),
    MessageBody: body,
    ...(Object.keys(attributes).length > 0 ? { MessageAttributes } : {}),
  };
}

// Names, types and values of attributes count as well.
function bytesOf({ body, attributes = {} }: OutgoingMessage): number {
  const beside = Object.entries(attributes).flat().join('');
  const types = Object.keys(attributes).length * 'String'.length;
  return Buffer.byteLength(body) + Buffer.byteLength(beside) + types;
}
