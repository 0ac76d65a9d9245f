// From the start of the process `postern local` to its first answer, over HTTP. Aim: 300 ms.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { line, sample } from './sample.ts';

const workspace = resolve(import.meta.dirname, '../../..');
const main = join(workspace, 'apps/cli/src/main.js');
const runs = 15;
const port = 20_000 + Math.floor(Math.random() * 20_000);

// What a program that waits for the backend would do: ask until there is an answer.
async function firstAnswerMs(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-bench-'));
  const startedAtMs = performance.now();
  const child = spawn(process.execPath, [main, 'local', '--port', String(port), '--json', '--no-outputs'], {
    cwd: workspace,
    env: { ...process.env, HOME: folder },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    for (;;) {
      if (child.exitCode !== null) throw new Error(`postern local ended with ${child.exitCode}.`);
      const status = await ask();
      if (status !== undefined) return performance.now() - startedAtMs;
      await sleep(2);
    }
  } finally {
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  }
}

// An unauthorized query: the schema is read, the pool is there, and the answer is AppSync's own.
async function ask(): Promise<number | undefined> {
  if (!(await isOpen())) return undefined;
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: '{"query":"{ __typename }"}',
  });
  await response.text();
  if (response.status !== 401) throw new Error(`The first answer was ${response.status}, not 401.`);
  return response.status;
}

async function isOpen(): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    // Nobody listens yet.
    return false;
  } finally {
    socket.destroy();
  }
}

await firstAnswerMs();
process.stdout.write(line('postern local: start to first answer', await sample(runs, firstAnswerMs), 'ms'));
