import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { runBatch, startBatch } from './test-support/batch-process.ts';
import { storedItems } from './test-support/stored-items.ts';
import { temporaryFolder } from './test-support/temporary-folder.ts';

const items = 20_000;

test('killed at three random moments and run again, it settles every item exactly once', async () => {
  const folder = temporaryFolder();
  const words = ['start', '--items', String(items), '--data', 'data', '--report', 'report.json'];
  const moments: number[] = [];
  for (let kill = 0; kill < 3; kill += 1) {
    const moment = Math.floor(Math.random() * 900);
    moments.push(moment);
    const batch = startBatch(words, folder);
    await batch.said('signed in');
    await sleep(moment);
    batch.child.kill('SIGKILL');
    expect((await batch.ended).exitCode, `killed after ${moments.join(', ')} ms`).toBeNull();
  }
  const { exitCode, lines } = await runBatch(words, folder);
  expect(exitCode, `killed after ${moments.join(', ')} ms`).toBe(0);
  expect(lines.map(({ msg }) => msg)).toContain('going on where an earlier process was');

  const stored = storedItems(join(folder, 'data'));
  expect(stored).toHaveLength(items);
  expect(new Set(stored.map(({ status }) => status))).toEqual(new Set(['COMPLETED']));
  // Loaded once, changed once.
  expect(stored.filter(({ revision }) => revision !== 2)).toEqual([]);
  expect(stored.every(({ metadata }) => typeof metadata.timeZone === 'string')).toBe(true);
  expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toMatchObject({
    items,
    completed: items,
    failed: 0,
    lost: 0,
  });
}, 300_000);
