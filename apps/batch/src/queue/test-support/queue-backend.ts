import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startLocal, type Local } from '@postern/local';
import { sqsQueue, type Queue } from '@postern/batch/queue';
import { startFauxqs, type FauxqsServer } from 'fauxqs';
import { onTestFinished } from 'vitest';
import { itemOf } from '../../places/place.ts';
import { temporaryFolder } from '../../test-support/temporary-folder.ts';

const schema = readFileSync(resolve(import.meta.dirname, '../../../../../graphql/schema.graphql'), 'utf8');

/** An API with pending items and a queue, on real sockets. */
export interface QueueBackend {
  readonly folder: string;
  /** Where the API keeps its records. */
  readonly dataDir: string;
  readonly local: Local;
  readonly server: FauxqsServer;
  readonly queue: Queue;
  /** What a worker's process finds in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Bodies of the messages that are in a queue, handed out or not. */
  bodies(name: 'items' | 'items-dead'): string[];
}

/** Starts a backend for one test, loaded with places; some of them may be nowhere on earth. */
export async function startQueueBackend(items: number, nowhere = 0): Promise<QueueBackend> {
  const folder = temporaryFolder();
  const dataDir = join(folder, 'backend');
  const users = [{ username: 'batch-service', groups: ['BatchProcessor'] }];
  const local = await startLocal({ schema, users, dataDir });
  const server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  onTestFinished(async () => {
    await server.stop();
    await local.close();
  });
  local.seed(
    'Item',
    Array.from({ length: items }, (_, index) => {
      const lat = index < nowhere ? 1_000 + index : (index % 160) - 80;
      return itemOf({ name: `place ${index}`, lat, lng: (index * 7) % 180, country: 'XX' });
    }),
  );
  const dead = server.createQueue('items-dead');
  const redrive = { deadLetterTargetArn: dead.queueArn, maxReceiveCount: 8 };
  server.createQueue('items', { attributes: { RedrivePolicy: JSON.stringify(redrive) } });
  const endpoint = `http://127.0.0.1:${server.port}`;
  const url = (name: string): string => `${endpoint}/000000000000/${name}`;
  const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'any' };
  return {
    folder,
    dataDir,
    local,
    server,
    queue: sqsQueue({ url: url('items'), client: { endpoint, region: local.region, credentials: keys } }),
    environment: {
      AWS_REGION: local.region,
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      AWS_ENDPOINT_URL_SQS: endpoint,
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: local.cognitoEndpoint,
      COGNITO_USER_POOL_ID: local.userPoolId,
      COGNITO_CLIENT_ID: local.clients.public.clientId,
      BATCH_SERVICE_USERNAME: 'batch-service',
      BATCH_SERVICE_PASSWORD: local.users[0]?.password ?? '',
      APPSYNC_GRAPHQL_ENDPOINT: local.graphqlEndpoint,
      BATCH_QUEUE_URL: url('items'),
      BATCH_DEAD_LETTER_QUEUE_URL: url('items-dead'),
    },
    bodies: (name) => {
      const { ready = [], delayed = [], inflight = [] } = server.inspectQueue(name)?.messages ?? {};
      return [...ready, ...delayed, ...inflight.map(({ message }) => message)].map(({ body }) => body);
    },
  };
}

/** Waits until something is so, asking again and again. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5));
}
