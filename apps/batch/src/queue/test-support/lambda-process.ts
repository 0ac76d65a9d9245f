import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Queue, QueueMessage } from '@postern/batch/queue';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { BatchEvent } from '../lambda-handler.ts';

/** A Lambda function in a process of its own. */
export interface LambdaProcess {
  /** @throws Error with what the function threw. */
  invoke(event: BatchEvent, remainingMs?: number): Promise<unknown>;
  /** Does what Lambda does with a queue: hands its messages to the function and deletes those that do not come back. */
  pollUntilEmpty(queue: Queue): Promise<void>;
  /** Ends it. @returns The lines of its log, figures included. */
  end(): Promise<Readonly<Record<string, unknown>>[]>;
}

/** Starts a bundle as Lambda would, with nothing but these environment variables. */
export async function startLambda(
  bundle: string,
  environment: Readonly<Record<string, string>>,
): Promise<LambdaProcess> {
  const child = fork(join(import.meta.dirname, 'lambda-host.ts'), [join(bundle, 'index.mjs')], {
    env: { AWS_LAMBDA_FUNCTION_NAME: 'postern-batch', LAMBDA_TASK_ROOT: bundle, ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    cwd: bundle,
  });
  const streams = [child.stdout, child.stderr] as NodeJS.ReadableStream[];
  const printed = Promise.all(streams.map(text));
  await once(child, 'message');
  const invoke = async (event: BatchEvent, remainingMs = 60_000): Promise<unknown> => {
    child.send({ event, remainingMs });
    const [answer] = (await once(child, 'message')) as [{ result?: unknown; error?: string }];
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.result;
  };
  return {
    invoke,
    pollUntilEmpty: async (queue) => {
      const { signal } = new AbortController();
      for (;;) {
        const messages = await Promise.all(
          Array.from({ length: 10 }, () =>
            queue.receive({ max: 10, waitSeconds: 0, visibilitySeconds: 60, signal }),
          ),
        );
        const batch = messages.flat();
        if (batch.length === 0) return;
        const { batchItemFailures } = (await invoke(queueEvent(batch))) as SQSBatchResponse;
        const back = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
        await queue.delete(batch.filter(({ id }) => !back.has(id)));
      }
    },
    end: async () => {
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
      const lines = (await printed)
        .join('\n')
        .split('\n')
        .filter((line) => line.startsWith('{'));
      return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    },
  };
}

/** The event that Lambda makes of some messages. */
export function queueEvent(messages: readonly QueueMessage[]): SQSEvent {
  return {
    Records: messages.map(({ id, receipt, body, receives }) => ({
      messageId: id,
      receiptHandle: receipt,
      body,
      attributes: {
        ApproximateReceiveCount: String(receives),
        SentTimestamp: '0',
        SenderId: 'any',
        ApproximateFirstReceiveTimestamp: '0',
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:items',
      awsRegion: 'us-east-1',
    })),
  };
}
