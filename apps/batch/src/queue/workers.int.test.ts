import { expect, test } from 'vitest';
import { runBatch, startBatch } from '../test-support/batch-process.ts';
import { storedItems } from '../test-support/stored-items.ts';
import { startQueueBackend, until } from './test-support/queue-backend.ts';

const items = 6_000;

test('four workers, two of them killed, apply every effect once though messages come twice and in any order', async () => {
  const { folder, dataDir, local, server, queue, environment, bodies } = await startQueueBackend(items, 5);

  // The enqueuer is killed half-way, and goes on.
  const first = startBatch(['enqueue'], folder, environment);
  await until(() => bodies('items').length >= 2_000);
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

  const words = ['work', '--until-empty', '--visibility-seconds', '3', '--tokens', 'tokens'];
  const workers = Array.from({ length: 4 }, () => startBatch(words, folder, environment));
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
  expect(ended?.exitCode, ended?.stderr).toBe(0);
  expect(await queue.backlog()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });

  await local.close();
  const stored = storedItems(dataDir);
  expect(stored).toHaveLength(items);
  // Loaded once, changed once.
  expect(stored.filter(({ revision }) => revision !== 2)).toEqual([]);
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
}, 120_000);
