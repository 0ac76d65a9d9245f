// `kill -9` 200 times at random moments over one run, each time run again. Aim: nothing lost, nothing applied twice.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

const main = resolve(import.meta.dirname, '../../../apps/batch/src/main.ts');
const kills = 200;
const items = 40_000;
const folder = await mkdtemp(join(tmpdir(), 'postern-bench-'));
const words = ['start', '--items', String(items), '--data', folder];

for (let kill = 0; kill < kills; kill += 1) await startAndKill(kill);
const { exitCode } = await ended(spawn(process.execPath, [main, ...words], { stdio: 'ignore' }));
const database = new DatabaseSync(join(folder, 'backend.sqlite'), { readOnly: true });
const rows = database
  .prepare("SELECT revision, count(*) AS items FROM item WHERE model = 'Item' GROUP BY revision")
  .all();
database.close();
await rm(folder, { recursive: true, force: true });

// Written once when it was loaded, and once by the job.
const appliedOnce = Number(rows.find(({ revision }) => Number(revision) === 2)?.items ?? 0);
const more = rows
  .filter(({ revision }) => Number(revision) > 2)
  .reduce((sum, row) => sum + Number(row.items), 0);
process.stdout.write(
  `  killed ${kills} times: exit code ${exitCode}, ${appliedOnce} of ${items} applied once, ${more} more than once\n`,
);
if (exitCode !== 0 || appliedOnce !== items) process.exitCode = 1;

// At a random moment of what one start does: loading, signing in, asking about what was in flight, working. The longer it
// has to live the fewer items are left, so most lives are short.
async function startAndKill(kill: number): Promise<void> {
  const child = spawn(process.execPath, [main, ...words], { stdio: 'ignore' });
  const first = kill === 0 ? 4_000 : 0;
  await Promise.race([sleep(first + 300 + Math.random() * 900), once(child, 'exit')]);
  child.kill('SIGKILL');
  await ended(child);
}

async function ended(child: ReturnType<typeof spawn>): Promise<{ readonly exitCode: number | null }> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return { exitCode: child.exitCode };
}
