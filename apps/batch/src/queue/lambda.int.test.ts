import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { EventBridgeEvent, S3Event } from 'aws-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BundleFile } from '../deploy/bundle.ts';
import { bundleLambda } from '../deploy/lambda-bundle.ts';
import { storedItems } from '../test-support/stored-items.ts';
import type { BatchEvent } from './lambda-handler.ts';
import { queueEvent, startLambda } from './test-support/lambda-process.ts';
import { startQueueBackend, type QueueBackend } from './test-support/queue-backend.ts';

let bundle: string;
let files: BundleFile[];
beforeAll(async () => {
  bundle = mkdtempSync(join(tmpdir(), 'postern-lambda-'));
  files = await bundleLambda(bundle);
});
afterAll(() => rmSync(bundle, { recursive: true, force: true }));

const schedule = (id: string) =>
  ({ 'detail-type': 'Scheduled Event', source: 'aws.events', id }) as EventBridgeEvent<string, unknown>;

const itemsOf = (bodies: readonly string[]): string[] =>
  bodies.map((body) => (JSON.parse(body) as { item: { id: string } }).item.id);

test('the bundle has less than 1 MB, before it is zipped', () => {
  expect(files.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(1_000_000);
});

test('a schedule that fires twice fills the queue, and every item has one effect', async () => {
  const backend = await startQueueBackend(700, 3);
  const { queue, bodies, local, dataDir, environment } = backend;
  const lambda = await startLambda(bundle, environment);
  expect(await lambda.invoke(schedule('one'))).toBeUndefined();
  await lambda.invoke(schedule('one'));
  expect(bodies('items')).toHaveLength(1_400);
  await lambda.pollUntilEmpty(queue);
  expect(await queue.backlog()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  const lines = await lambda.end();
  await local.close();
  const stored = storedItems(dataDir);
  expect(stored.filter(({ revision }) => revision !== 2)).toEqual([]);
  const failed = stored.filter(({ status }) => status === 'FAILED').map(({ id }) => id);
  expect(failed).toHaveLength(3);
  expect([...new Set(itemsOf(bodies('items-dead')))].sort()).toEqual(failed.sort());
  const done = lines.map(({ MessagesDone }) => (typeof MessagesDone === 'number' ? MessagesDone : 0));
  expect(done.reduce((sum, count) => sum + count, 0)).toBe(1_400 - 6);
  expect(lines.find((line) => '_aws' in line)).toMatchObject({ job: 'time-zones', service: 'postern-batch' });
});

test('answers with the messages that are to come again, and with no others', async () => {
  const { queue, environment } = await startQueueBackend(20, 2);
  const { BATCH_DEAD_LETTER_QUEUE_URL: _, ...withoutDeadLetters } = environment;
  const lambda = await startLambda(bundle, withoutDeadLetters);
  await lambda.invoke(schedule('one'));
  await queue.send([{ body: 'nonsense' }]);
  const { signal } = new AbortController();
  const receive = () => queue.receive({ max: 10, waitSeconds: 0, visibilitySeconds: 60, signal });
  const messages = (await Promise.all([receive(), receive(), receive()])).flat();
  expect(messages).toHaveLength(21);
  const answer = await lambda.invoke(queueEvent(messages));
  const bad = messages.filter(({ body }) => body === 'nonsense' || /\\"lat\\":100[01]/.test(body));
  expect(bad).toHaveLength(3);
  const identifiers = bad.map(({ id }) => ({ itemIdentifier: id }));
  expect(answer).toEqual({ batchItemFailures: expect.arrayContaining(identifiers) });
  expect((answer as { batchItemFailures: unknown[] }).batchItemFailures).toHaveLength(3);
  await lambda.end();
});

test('an object in S3 fills the queue, and each row becomes an item once', async () => {
  const { queue, local, server, dataDir, environment } = await startQueueBackend(0);
  const rows = Array.from({ length: 1_500 }, (_, index) => ({ name: `imported ${index}`, index }));
  const Body = `${rows.map((row) => JSON.stringify(row)).join('\n')}\nnonsense\n`;
  server.createBucket('rows');
  const s3 = new S3Client({ ...s3Options(environment), forcePathStyle: true });
  await s3.send(new PutObjectCommand({ Bucket: 'rows', Key: 'in/one day.ndjson', Body }));
  const lambda = await startLambda(bundle, { ...environment, BATCH_JOB: 'import-items' });
  // From S3 itself, and once more by way of EventBridge: the same run.
  await lambda.invoke(objectCreated('rows', 'in/one+day.ndjson'));
  await lambda.invoke(objectCreatedEvent('rows', 'in/one day.ndjson'));
  expect((await queue.backlog()).visible).toBe(3_002);
  await lambda.pollUntilEmpty(queue);
  const lines = await lambda.end();
  await local.close();
  s3.destroy();
  expect(storedItems(dataDir)).toHaveLength(1_500);
  expect(lines.map(({ MessagesFailed = 0 }) => Number(MessagesFailed)).reduce((a, b) => a + b, 0)).toBe(2);
});

test('out of time, it leaves word in the queue where to go on', async () => {
  const { queue, bodies, environment } = await startQueueBackend(1_200);
  const lambda = await startLambda(bundle, environment);
  await lambda.invoke(schedule('one'), 1);
  expect(bodies('items').filter((body) => body.includes('"continue"'))).toHaveLength(1);
  await lambda.pollUntilEmpty(queue);
  const lines = await lambda.end();
  const done = lines.map(({ MessagesDone }) => (typeof MessagesDone === 'number' ? MessagesDone : 0));
  expect(done.reduce((sum, count) => sum + count, 0)).toBe(1_200);
});

test('without a sign-in nothing is lost: every message is to come again', async () => {
  const { queue, environment } = await startQueueBackend(5);
  const good = await startLambda(bundle, environment);
  await good.invoke(schedule('one'));
  await good.end();
  const bad = await startLambda(bundle, { ...environment, BATCH_SERVICE_PASSWORD: 'Not-the-one-1' });
  const { signal } = new AbortController();
  const messages = await queue.receive({ max: 10, waitSeconds: 0, visibilitySeconds: 60, signal });
  const answer = await bad.invoke(queueEvent(messages));
  expect(answer).toMatchObject({ batchItemFailures: messages.map(({ id }) => ({ itemIdentifier: id })) });
  const lines = await bad.end();
  expect(JSON.stringify(lines)).not.toContain('Not-the-one-1');
});

test('says what it takes when it is called for something else', async () => {
  const { environment } = await startQueueBackend(0);
  const lambda = await startLambda(bundle, environment);
  await expect(lambda.invoke({} as BatchEvent)).rejects.toThrow(/takes events of SQS and S3/);
  await expect(lambda.invoke({ Records: [{ kinesis: {} }] } as never)).rejects.toThrow(/takes events of SQS/);
  expect(await lambda.invoke({ Event: 's3:TestEvent' } as never)).toBeUndefined();
  await lambda.end();
});

function s3Options(environment: QueueBackend['environment']) {
  return {
    endpoint: environment.AWS_ENDPOINT_URL_S3 ?? '',
    region: environment.AWS_REGION ?? '',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'any' },
  };
}

const sequencer = '0055AED6DCD90281E5';

function objectCreatedEvent(name: string, key: string): EventBridgeEvent<string, unknown> {
  const detail = { bucket: { name }, object: { key, size: 1, etag: 'any', sequencer } };
  return { 'detail-type': 'Object Created', source: 'aws.s3', detail } as EventBridgeEvent<string, unknown>;
}

function objectCreated(bucket: string, key: string): S3Event {
  const s3 = {
    bucket: { name: bucket },
    object: { key, size: 1, eTag: 'any', sequencer },
  };
  return { Records: [{ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3 }] } as unknown as S3Event;
}
