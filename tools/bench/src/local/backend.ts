import { join, resolve } from 'node:path';
import { startProbed, type Probed } from './probed.ts';

const workspace = resolve(import.meta.dirname, '../../../..');

/** The program `postern local`, running in a process of its own. */
export interface Backend extends Omit<Probed, 'line'> {
  readonly url: string;
  readonly realtimeEndpoint: string;
  readonly userPoolId: string;
  readonly clientId: string;
  passwordOf(username: string): string;
}

/** Starts `postern local` with the workspace's schema and users, in memory. */
export async function startBackend(): Promise<Backend> {
  const program = [join(workspace, 'apps/cli/src/main.js'), 'local', '--json', '--no-outputs'];
  const { line, ...probed } = await startProbed(program, { cwd: workspace });
  const { url, graphqlEndpoint, userPoolId, clients, users } = JSON.parse(line) as LocalDocument;
  return {
    ...probed,
    ...{ url, userPoolId, clientId: clients.public.clientId },
    realtimeEndpoint: `${graphqlEndpoint.replace('http:', 'ws:')}/realtime`,
    passwordOf: (username) => users.find((user) => user.username === username)?.password ?? '',
  };
}

interface LocalDocument {
  readonly url: string;
  readonly graphqlEndpoint: string;
  readonly userPoolId: string;
  readonly clients: { readonly public: { readonly clientId: string } };
  readonly users: readonly { readonly username: string; readonly password: string }[];
}
