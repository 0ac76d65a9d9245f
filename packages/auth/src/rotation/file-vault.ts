import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { AuthError } from '../errors.ts';
import { lockFile } from '../lock-file.ts';
import type { SecretVault } from './secret-vault.ts';

/**
 * Keeps a secret in a file that its owner alone can read, replaced atomically; the next one is beside it with the ending
 * `.staged`. One rotation at a time, between processes.
 *
 * @throws AuthError `store` when a file cannot be read or written.
 */
export function fileVault(file: string): SecretVault {
  const staged = `${file}.staged`;
  return {
    read: () =>
      guarded(file, async () => {
        // The staged one first: one that becomes the current one meanwhile is then seen twice rather than not at all.
        const next = await read(staged).catch(absent);
        return { current: await read(file), staged: next };
      }),
    stage: (value) => guarded(file, () => replace(staged, value)),
    promote: () => guarded(file, () => rename(staged, file)),
    discard: () => guarded(file, () => rm(staged, { force: true })),
    exclusively: async (rotation) => {
      const release = await guarded(file, () => lockFile(file));
      try {
        return await rotation();
      } finally {
        await release();
      }
    },
  };
}

async function read(file: string): Promise<string> {
  // What an editor puts around it, if somebody wrote it by hand.
  return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '').replace(/\r?\n$/, '');
}

function absent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}

async function replace(file: string, value: string): Promise<void> {
  const fresh = `${file}.${randomUUID()}`;
  const handle = await open(fresh, 'wx', 0o600);
  try {
    await handle.writeFile(value);
    // A password that a power cut takes away is one that nobody knows any more.
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(fresh, file);
}

async function guarded<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new AuthError('store', `Cannot keep a secret in ${file} (${code}). ${adviceFor(code)}`);
  }
}

function adviceFor(code: string): string {
  if (code === 'ELOCKED') return 'Another rotation has been at it for over a minute: wait until it is done.';
  if (code === 'ENOENT') return 'Put the secret there, or check the name.';
  return 'Check that it is a file of yours, in a folder of yours.';
}
