import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Terminal } from '../terminal.ts';

/** Where tokens and the names of the signed-in users are kept: the user's state folder of the XDG specification. */
export function stateFolder({ environment }: Terminal): string {
  const base = environment.XDG_STATE_HOME;
  return join(base === undefined || base === '' ? join(homedir(), '.local/state') : base, 'postern');
}
