import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const workspace = resolve(import.meta.dirname, '../../../..');

/** What the server's process has used so far. Bytes. */
export interface Usage {
  /** Since its start. */
  readonly cpuMicros: number;
  readonly rss: number;
  readonly heapUsed: number;
}

/** The program `postern local`, running in a process of its own. */
export interface Backend {
  readonly url: string;
  readonly clientId: string;
  readonly realtimeEndpoint: string;
  passwordOf(username: string): string;
  /** @param collects - Whether garbage is collected before. @defaultValue `false` */
  usage(collects?: boolean): Promise<Usage>;
  stop(): Promise<void>;
}

/** Starts `postern local` with the workspace's schema and users, in memory. */
export async function startBackend(): Promise<Backend> {
  const flags = ['--expose-gc', '--import', join(import.meta.dirname, 'probe.ts')];
  const program = [join(workspace, 'apps/cli/src/main.ts'), 'local', '--json', '--no-outputs'];
  const child = spawn(process.execPath, [...flags, ...program], {
    cwd: workspace,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  if (!child.stdout) throw new TypeError('The process has no standard output.');
  const { value } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  if (value === undefined) throw new Error('postern local did not start.');
  const document = JSON.parse(String(value)) as LocalDocument;
  return {
    url: document.url,
    clientId: document.clients.public.clientId,
    realtimeEndpoint: `${document.graphqlEndpoint.replace('http:', 'ws:')}/realtime`,
    passwordOf: (username) => document.users.find((user) => user.username === username)?.password ?? '',
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

interface LocalDocument {
  readonly url: string;
  readonly graphqlEndpoint: string;
  readonly clients: { readonly public: { readonly clientId: string } };
  readonly users: readonly { readonly username: string; readonly password: string }[];
}
