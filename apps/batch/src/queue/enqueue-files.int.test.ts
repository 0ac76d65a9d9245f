import { appendFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { runBatch, startBatch } from '../test-support/batch-process.ts';
import { startQueueBackend, until } from './test-support/queue-backend.ts';

// Every test runs processes of its own: room for a busy machine.
vi.setConfig({ testTimeout: 120_000 });

test('an enqueuer that was interrupted does not go on at the same place of another file', async () => {
  const { folder, environment, bodies } = await startQueueBackend(0);
  const count = 8_000;
  const rows = (name: string) => Array.from({ length: count }, (_, index) => `{"name":"${name} ${index}"}\n`);
  const one = join(folder, 'one.ndjson');
  writeFileSync(one, rows('one').join(''));
  writeFileSync(join(folder, 'two.ndjson'), rows('two').join(''));
  const enqueue = (file: string): string[] => ['enqueue', 'import-items', '--input', file];
  const first = startBatch(enqueue('one.ndjson'), folder, environment);
  await until(() => bodies('items').length > 0);
  first.child.kill('SIGTERM');
  expect((await first.ended).exitCode).toBe(6);
  const refused = await runBatch(enqueue('two.ndjson'), folder, environment);
  expect(refused.stderr).toMatch(/begun with --input .*one\.ndjson \(\d+ bytes\): go on with that/);
  expect(refused.exitCode).toBe(2);
  // The same name, and other bytes.
  appendFileSync(one, '{"name":"late"}\n');
  expect((await runBatch(enqueue('one.ndjson'), folder, environment)).exitCode).toBe(2);
  truncateSync(one, rows('one').join('').length);
  expect((await runBatch(enqueue('one.ndjson'), folder, environment)).exitCode).toBe(0);
  expect(new Set(bodies('items')).size).toBe(count);
  // What has ended stands in nobody's way.
  expect((await runBatch(enqueue('two.ndjson'), folder, environment)).exitCode).toBe(0);
  expect(new Set(bodies('items')).size).toBe(2 * count);
});
