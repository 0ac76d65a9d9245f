import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { start } from './postern.ts';

const workspace = join(import.meta.dirname, '../../../..');

/** What `postern local --json` prints, as far as tests look at it. */
export interface LocalDocument {
  readonly url: string;
  readonly graphqlEndpoint: string;
  readonly cognitoEndpoint: string;
  readonly region: string;
  readonly userPoolId: string;
  readonly clients: {
    readonly public: { readonly clientId: string };
    readonly confidential: { readonly clientId: string; readonly clientSecret: string };
  };
  readonly users: readonly { readonly username: string; readonly password: string }[];
  readonly roles: { readonly admin: { readonly accessKeyId: string; readonly secretAccessKey: string } };
  readonly apiKey: string;
  readonly outputsFile: string | null;
  readonly certificateAuthorityFile: string | null;
}

/** A `postern local` process that runs until the end of the scope. */
export interface RunningLocal extends AsyncDisposable {
  readonly document: LocalDocument;
  readonly child: ChildProcess;
  passwordOf(username: string): string;
}

/** Starts `postern local --json` with the workspace's schema in a folder, and waits for its document. */
export async function runningLocal(folder: string, ...flags: string[]): Promise<RunningLocal> {
  const files = ['--schema', 'graphql/schema.graphql', '--functions', 'apps/functions/src/functions.ts'];
  const absolute = files.map((word) => (word.startsWith('--') ? word : join(workspace, word)));
  const child = start(['local', '--json', ...absolute, ...flags], { folder });
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  if (!child.stdout) throw new TypeError('The process has no standard output.');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { value } = await lines.next();
  if (value === undefined) throw new Error(`postern local did not start: ${complaint}`);
  const document = JSON.parse(value as string) as LocalDocument;
  return {
    document,
    child,
    passwordOf: (username) => document.users.find((user) => user.username === username)?.password ?? '',
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
