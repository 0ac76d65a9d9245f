// `pnpm start` as installed: backend, loading, sign-in, 5,000 items, report. Aim: 15 s.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { line, sample } from './sample.ts';

const main = resolve(import.meta.dirname, '../../../apps/batch/src/main.ts');
const items = 5000;
const folder = await mkdtemp(join(tmpdir(), 'postern-bench-'));
const file = join(folder, 'report.json');
const rates: number[] = [];

async function seconds(): Promise<number> {
  const startedAtMs = performance.now();
  const child = spawn(process.execPath, [main, 'start', '--items', String(items), '--report', file], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  const total = (performance.now() - startedAtMs) / 1000;
  const report = JSON.parse(await readFile(file, 'utf8')) as {
    items: number;
    lost: number;
    itemsPerSecond: number;
  };
  if (code !== 0 || report.items !== items || report.lost !== 0) {
    throw new Error(`It ended with ${code}, ${report.items} items, ${report.lost} lost.`);
  }
  rates.push(report.itemsPerSecond);
  return total;
}

const total = await sample(5, seconds);
process.stdout.write(line(`pnpm start, ${items} items: whole process`, total, 's', 2));
const rate = await sample(rates.length, (index) => Promise.resolve(rates[index] ?? Number.NaN));
process.stdout.write(line('  of that, processing', rate, 'items/s'));
await rm(folder, { recursive: true, force: true });
