import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startLocal } from '@postern/local';
import { expect, onTestFinished, test } from 'vitest';
import { runBatch, startBatch, type Ended } from './test-support/batch-process.ts';
import { environmentFor } from './test-support/environment.ts';
import { storedItems } from './test-support/stored-items.ts';
import { temporaryFolder } from './test-support/temporary-folder.ts';

const schema = readFileSync(resolve(import.meta.dirname, '../../../graphql/schema.graphql'), 'utf8');
const items = 4_000;

// Killed at three random moments, then run to its end.
async function killedRun(words: readonly string[], folder: string, environment: Record<string, string>) {
  const moments: number[] = [];
  for (let kill = 0; kill < 3; kill += 1) {
    const moment = Math.floor(Math.random() * 400);
    moments.push(moment);
    const batch = startBatch(words, folder, environment);
    await batch.said('signed in');
    await sleep(moment);
    batch.child.kill('SIGKILL');
    await batch.ended;
  }
  const ended: Ended = await runBatch(words, folder, environment);
  return { ...ended, moments: `killed after ${moments.join(', ')} ms` };
}

test('an import and an export that are killed again and again account for every row once', async () => {
  const folder = temporaryFolder();
  const dataDir = join(folder, 'backend');
  const users = [{ username: 'batch-service', groups: ['BatchProcessor'] }];
  const local = await startLocal({ schema, users, dataDir });
  onTestFinished(() => local.close());
  const rows = Array.from({ length: items }, (_, index) => `Place ${index},${index % 90},${index % 180}`);
  writeFileSync(join(folder, 'places.csv'), `name,lat,lng\n${rows.join('\n')}\n`);
  const all = { items, completed: items, failed: 0, lost: 0, notStarted: 0 };

  const words = ['run', 'import-items', '--input', 'places.csv'];
  const imported = await killedRun(words, folder, environmentFor(local));
  expect(imported.exitCode, imported.moments).toBe(0);
  expect(imported.lines.at(-1), imported.moments).toMatchObject(all);

  const exported = await killedRun(
    ['run', 'export-items', '--output', 'items.ndjson'],
    folder,
    environmentFor(local),
  );
  expect(exported.exitCode, exported.moments).toBe(0);
  expect(exported.lines.at(-1), exported.moments).toMatchObject(all);
  const lines = readFileSync(join(folder, 'items.ndjson'), 'utf8').trimEnd().split('\n');
  expect(new Set(lines.map((line) => (JSON.parse(line) as { name: string }).name)).size).toBe(items);
  expect(lines).toHaveLength(items);

  await local.close();
  const stored = storedItems(dataDir);
  expect(stored).toHaveLength(items);
  expect(stored.filter(({ revision }) => revision !== 1)).toEqual([]);
}, 300_000);
