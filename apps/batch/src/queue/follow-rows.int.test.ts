import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { runBatch } from '../test-support/batch-process.ts';
import { startQueueBackend } from './test-support/queue-backend.ts';

// Every test runs processes of its own: room for a busy machine.
vi.setConfig({ testTimeout: 120_000 });

test('who follows an import knows by its rows what is lost, and without them says that nobody has looked', async () => {
  const { folder, queue, environment } = await startQueueBackend(0);
  // A byte order mark, line ends of Windows, a line that is none.
  const rows = Array.from({ length: 300 }, (_, index) => `{"name":"row ${index}"}`);
  writeFileSync(join(folder, 'rows.ndjson'), `\uFEFF${[...rows, 'nonsense'].join('\r\n')}\r\n`);
  const enqueue = ['enqueue', 'import-items', '--input', 'rows.ndjson'];
  expect((await runBatch(enqueue, folder, environment)).exitCode).toBe(0);
  // Somebody takes some rows out of the queue.
  const { signal } = new AbortController();
  const taken = await queue.receive({ max: 10, waitSeconds: 0, visibilitySeconds: 60, signal });
  const good = taken.filter(({ body }) => !body.includes('nonsense'));
  await queue.delete(good);
  await queue.hide(
    taken.filter((message) => !good.includes(message)),
    0,
  );
  const worked = await runBatch(['work', 'import-items', '--until-empty'], folder, environment);
  expect(worked.exitCode).toBe(5);

  const follow = ['follow', 'import-items', '--quiet-seconds', '0', '--report', 'report.json'];
  const report = (): unknown => JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
  const blind = await runBatch(follow, folder, environment);
  expect(blind).toMatchObject({ exitCode: 5, stderr: '' });
  expect(report()).toMatchObject({ items: 301, completed: 300, failed: 1, lost: 0, lostChecked: false });

  const seeing = await runBatch([...follow, '--input', 'rows.ndjson'], folder, environment);
  expect(seeing).toMatchObject({ exitCode: 1, stderr: '' });
  const [completed, lost] = [300 - good.length, good.length];
  expect(report()).toMatchObject({ items: 301, completed, failed: 1, lost, lostChecked: true });
});
