import { SQSClient } from '@aws-sdk/client-sqs';
import { startFauxqs } from 'fauxqs';
import { onTestFinished } from 'vitest';
import type { Queue } from '../queue.ts';
import { sqsQueue } from '../sqs-queue.ts';

/** A queue on a server that speaks SQS's protocol, with its dead-letter queue. */
export interface TestQueue {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  /** Bodies of the messages that are in a queue, handed out or not. */
  bodies(which: 'items' | 'items-dead'): string[];
}

/** Starts a server on a free port for one test. */
export async function startQueue(maxReceiveCount = 5): Promise<TestQueue> {
  const server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  const dead = server.createQueue('items-dead');
  const redrive = { deadLetterTargetArn: dead.queueArn, maxReceiveCount };
  server.createQueue('items', { attributes: { RedrivePolicy: JSON.stringify(redrive) } });
  const endpoint = `http://127.0.0.1:${server.port}`;
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'any' };
  const client = new SQSClient({ endpoint, region: 'us-east-1', credentials });
  onTestFinished(async () => {
    client.destroy();
    await server.stop();
  });
  const url = (name: string): string => `${endpoint}/000000000000/${name}`;
  return {
    queue: sqsQueue({ url: url('items'), client }),
    deadLetters: sqsQueue({ url: url('items-dead'), client }),
    bodies: (which) => {
      const { ready = [], delayed = [], inflight = [] } = server.inspectQueue(which)?.messages ?? {};
      return [...ready, ...delayed, ...inflight.map(({ message }) => message)].map(({ body }) => body);
    },
  };
}
