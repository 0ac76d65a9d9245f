import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

const main = join(import.meta.dirname, '../main.ts');

/** A line of the log. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly msg: string };

/** How a process of the program ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly lines: readonly LogLine[];
  readonly stderr: string;
}

/** A running process of the program. */
export interface BatchProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** The next line of the log with this message; fails when the process ends without one. */
  said(message: string): Promise<LogLine>;
}

/** Starts the real program in a folder, for one test. Nothing of this process's environment reaches it but the path. */
export function startBatch(
  words: readonly string[],
  folder: string,
  environment: Readonly<Record<string, string>> = {},
  input = '',
): BatchProcess {
  const child = spawn(process.execPath, [main, ...words], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, ...environment },
    stdio: 'pipe',
  });
  // A test that gave up leaves nothing behind that works on.
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdin.end(input);
  const lines: LogLine[] = [];
  const waiting: { readonly message: string; found(line: LogLine): void; ended(): void }[] = [];
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  createInterface({ input: child.stdout }).on('line', (text) => {
    if (!text.startsWith('{')) return;
    const line = JSON.parse(text) as LogLine;
    lines.push(line);
    for (const one of waiting) if (one.message === line.msg) one.found(line);
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (exitCode) => {
      for (const one of waiting) one.ended();
      resolve({ exitCode, lines, stderr });
    });
  });
  const said = (message: string): Promise<LogLine> =>
    new Promise((found, reject) => {
      waiting.push({ message, found, ended: () => reject(new Error(`It ended first: ${stderr}`)) });
    });
  return { child, ended, said };
}

/** Runs the real program to its end. */
export function runBatch(...arguments_: Parameters<typeof startBatch>): Promise<Ended> {
  return startBatch(...arguments_).ended;
}
