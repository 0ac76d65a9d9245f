import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What a server's process has used so far. Bytes. */
export interface Usage {
  /** Since its start. */
  readonly cpuMicros: number;
  readonly rss: number;
  readonly heapUsed: number;
}

/** A server in a process of its own, which tells what it uses. */
export interface Probed {
  /** The first line that it printed. */
  readonly line: string;
  /** @param collects - Whether garbage is collected before. @defaultValue `false` */
  usage(collects?: boolean): Promise<Usage>;
  stop(): Promise<void>;
}

/** Starts a program that prints a line once it listens. */
export async function startProbed(
  program: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Probed> {
  const flags = ['--expose-gc', '--import', join(import.meta.dirname, 'probe.ts')];
  const child = spawn(process.execPath, [...flags, ...program], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  if (!child.stdout) throw new TypeError('The process has no standard output.');
  const { value } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  if (value === undefined) throw new Error(`${program[0]} did not start.`);
  // What else it prints is of no interest, but has to go somewhere.
  child.stdout.resume();
  return {
    line: String(value),
    async usage(collects = false) {
      child.send(collects);
      const [usage] = (await once(child, 'message')) as [Usage];
      return usage;
    },
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
