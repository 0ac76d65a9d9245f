import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runBatch, startBatch } from '../test-support/batch-process.ts';
import { storedItems, storedRuns } from '../test-support/stored-items.ts';
import { countSignIns } from './test-support/counting-proxy.ts';
import { startQueueBackend, until } from './test-support/queue-backend.ts';

const items = 4_000;

test('four workers, two of them killed, apply every effect once though messages come twice and in any order', async () => {
  const { folder, dataDir, local, server, queue, environment, bodies } = await startQueueBackend(items, 5);

  // The enqueuer is killed half-way, and goes on.
  const first = startBatch(['enqueue'], folder, environment);
  await until(() => bodies('items').length >= 1_500);
  first.child.kill('SIGKILL');
  await first.ended;
  const rest = await runBatch(['enqueue'], folder, environment);
  expect(rest.stderr).toBe('');
  expect(rest.exitCode).toBe(0);
  const sent = bodies('items');
  expect(new Set(sent).size).toBe(items);

  // The queue at its worst: any order, every third message twice.
  server.reset();
  const messages = [...sent, ...sent.filter((_, index) => index % 3 === 0)].map((body) => ({ body }));
  await queue.send(messages.sort(() => Math.random() - 0.5));

  const cognito = await countSignIns(local.cognitoEndpoint);
  const around = { ...environment, AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.endpoint };
  const words = ['work', '--until-empty', '--visibility-seconds', '3', '--tokens', 'tokens'];
  const look = ['follow', '--quiet-seconds', '1', '--report', 'report.json', '--tokens', 'tokens'];
  const follower = startBatch(look, folder, around);
  const workers = Array.from({ length: 4 }, () => startBatch(words, folder, around));
  const [one, other, third, last] = workers;
  await until(async () => {
    const { visible, inFlight } = await queue.backlog();
    return inFlight > 0 && visible < messages.length * 0.8;
  });
  one?.child.kill('SIGKILL');
  await until(async () => (await queue.backlog()).visible < messages.length * 0.6);
  other?.child.kill('SIGKILL');
  await until(async () => (await queue.backlog()).visible < messages.length * 0.5);
  third?.child.kill('SIGTERM');

  expect((await one?.ended)?.exitCode).toBeNull();
  expect((await other?.ended)?.exitCode).toBeNull();
  expect(await third?.ended).toMatchObject({ exitCode: 6 });
  const ended = await last?.ended;
  // 5 where it was this one that met the items that are nowhere on earth.
  expect([0, 5]).toContain(ended?.exitCode);
  // One signed in, for all four.
  expect(cognito.actions).toEqual(['InitiateAuth', 'RespondToAuthChallenge']);
  expect(await queue.backlog()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });

  // Who looked on knows about all of them, whoever did them and was killed.
  const followed = await follower.ended;
  expect(followed).toMatchObject({ exitCode: 5, stderr: '' });
  expect(followed.lines.at(-1)).toMatchObject({ RunCompleted: items - 5, RunFailed: 5, RunLost: 0 });
  const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Record<string, unknown>;
  expect(report).toMatchObject({ job: 'time-zones', ended: 'complete', items, completed: items - 5 });
  expect(report).toMatchObject({ failed: 5, lost: 0, failures: [{ code: 'bad-coordinates', count: 5 }] });
  // The failed ones can be tried again from there; nobody has mended them.
  const retried = await runBatch(['run', '--retry-failed'], folder, environment);
  expect(retried.exitCode).toBe(5);
  expect(retried.lines.at(-1)).toMatchObject({ items: 5, completed: 0, failed: 5, lost: 0 });
  await local.close();
  expect(storedRuns(dataDir).find(({ id }) => id === report.run)).toEqual({
    id: report.run,
    operationType: 'time-zones',
    status: 'COMPLETED',
    itemsProcessed: items,
  });
  const stored = storedItems(dataDir);
  expect(stored).toHaveLength(items);
  // Loaded once, changed once; those that failed once more by hand.
  expect(stored.filter(({ revision, status }) => revision !== (status === 'FAILED' ? 3 : 2))).toEqual([]);
  expect(stored.filter(({ status }) => status === 'COMPLETED')).toHaveLength(items - 5);
  const failed = stored.filter(({ status }) => status === 'FAILED').map(({ id }) => id);
  const dead = bodies('items-dead').map((body) => (JSON.parse(body) as { item: { id: string } }).item.id);
  expect([...new Set(dead)].sort()).toEqual(failed.sort());

  // Every line is JSON; the figures are in the embedded metric format.
  const figures = ended?.lines.filter((line) => '_aws' in line) ?? [];
  expect(figures[0]).toMatchObject({
    _aws: { CloudWatchMetrics: [{ Namespace: 'Postern/Batch', Dimensions: [['service', 'job']] }] },
    service: 'postern-batch',
    job: 'time-zones',
    MessagesDone: expect.any(Number),
    Requests: expect.any(Number),
  });
}, 300_000);

test('rows of a file become items by way of the queue, and what is no row is a dead letter', async () => {
  const { folder, dataDir, local, environment, bodies } = await startQueueBackend(0);
  const rows = Array.from({ length: 3_000 }, (_, index) => ({
    name: `row ${index}`,
    padding: 'x'.repeat(50),
  }));
  const text = rows.map((row) => JSON.stringify(row)).join('\n');
  writeFileSync(join(folder, 'rows.ndjson'), `${text}\nnonsense`);
  const enqueued = await runBatch(['enqueue', 'import-items', '--input', 'rows.ndjson'], folder, environment);
  expect(enqueued).toMatchObject({ exitCode: 0, stderr: '' });
  expect(enqueued.lines.at(-1)).toMatchObject({ items: 3_001, refused: 0, ended: 'complete' });
  const worked = await runBatch(['work', 'import-items', '--until-empty'], folder, environment);
  expect(worked.exitCode).toBe(5);
  await local.close();
  expect(storedItems(dataDir)).toHaveLength(3_000);
  expect(bodies('items-dead')).toEqual([expect.stringContaining('"item":"nonsense"')]);
}, 60_000);

test('rows of a CSV file become items by way of the queue', async () => {
  const { folder, dataDir, local, environment, bodies } = await startQueueBackend(0);
  const rows = Array.from({ length: 600 }, (_, index) => `"row ${index}\nof 600",FAILED`);
  writeFileSync(join(folder, 'rows.csv'), `name,status\n${rows.join('\n')}\n`);
  const enqueued = await runBatch(['enqueue', 'import-items', '--input', 'rows.csv'], folder, environment);
  expect(enqueued).toMatchObject({ exitCode: 0, stderr: '' });
  expect((await runBatch(['work', 'import-items', '--until-empty'], folder, environment)).exitCode).toBe(0);
  await local.close();
  expect(storedItems(dataDir).map(({ status }) => status)).toEqual(
    Array.from({ length: 600 }, () => 'FAILED'),
  );
  expect(bodies('items-dead')).toEqual([]);
}, 60_000);

test('who looks on can be told to stop, goes on, and follows what a Lambda function has sent', async () => {
  const { folder, environment, dataDir, local } = await startQueueBackend(10);
  expect((await runBatch(['enqueue'], folder, environment)).exitCode).toBe(0);
  const first = startBatch(
    ['follow', '--quiet-seconds', '0', '--report', 'report.json'],
    folder,
    environment,
  );
  await until(() => existsSync(dataDir) && storedRuns(dataDir).length === 1);
  first.child.kill('SIGTERM');
  expect(await first.ended).toMatchObject({ exitCode: 6 });
  expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toMatchObject({
    ended: 'interrupted',
    items: 10,
    notStarted: 10,
  });
  expect((await runBatch(['work', '--until-empty'], folder, environment)).exitCode).toBe(0);
  const again = await runBatch(['follow', '--quiet-seconds', '0'], folder, environment);
  expect(again).toMatchObject({ exitCode: 0, stderr: '' });
  const elsewhere = ['follow', 'import-items', '--run', 'schedule-1', '--items', '7', '--quiet-seconds', '0'];
  expect((await runBatch(elsewhere, folder, environment)).lines.at(-2)).toMatchObject({ completed: 7 });
  await local.close();
  const runs = storedRuns(dataDir).map(({ status, itemsProcessed }) => `${status} ${itemsProcessed}`);
  expect(runs.sort()).toEqual(['COMPLETED 10', 'COMPLETED 7']);
}, 60_000);

test('one line says what is wrong', async () => {
  const { folder, environment } = await startQueueBackend(0);
  const line = async (words: string[], more: Record<string, string> = {}): Promise<string> =>
    (await runBatch(words, folder, { ...environment, ...more })).stderr;
  expect(await line(['work', 'export-items'])).toMatch(
    /no job "export-items" for a queue: it is time-zones or/,
  );
  expect(await line(['enqueue', 'import-items'])).toMatch(/import-items needs --input FILE/);
  expect(await line(['enqueue', '--input', 'none'])).toMatch(/--input: none cannot be read \(ENOENT\)/);
  expect(await line(['follow'])).toMatch(/time-zones\.cursor is not there: enqueue time-zones first/);
  expect(await line(['follow', '--run', 'x'])).toMatch(/--run ID and --items N belong together/);
  const missing = { BATCH_QUEUE_URL: `${environment.BATCH_QUEUE_URL}-gone` };
  expect(await line(['work'], missing)).toMatch(/Cannot receive from the queue .*-gone: QueueDoesNotExist/);
}, 60_000);
