import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lock } from 'proper-lockfile';
import { AuthError } from './errors.ts';
import { keyText, type TokenKey, type TokenStore } from './token-store.ts';
import type { Tokens } from './tokens.ts';

interface FileContent {
  readonly version: 1;
  readonly key: TokenKey;
  readonly tokens: Tokens;
}

/**
 * Keeps tokens in a folder, one file for each identity: readable by its owner only, replaced atomically, locked between
 * processes, so that many that start at once sign in once.
 *
 * @param folder - Made with mode 0700 when missing.
 * @throws AuthError `store` when a file cannot be read or written.
 */
export function fileStore(folder: string): TokenStore {
  const fileOf = (key: TokenKey): string =>
    join(folder, `${createHash('sha256').update(keyText(key)).digest('hex').slice(0, 32)}.json`);
  const prepare = async (): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
  };
  return {
    read: (key) => guarded(folder, () => readTokens(fileOf(key), key)),
    write: (key, tokens) =>
      guarded(folder, async () => {
        await prepare();
        const file = fileOf(key);
        const content: FileContent = { version: 1, key, tokens };
        const fresh = `${file}.${process.pid}.new`;
        await writeFile(fresh, JSON.stringify(content), { mode: 0o600 });
        await rename(fresh, file);
      }),
    remove: (key) => guarded(folder, () => rm(fileOf(key), { force: true })),
    exclusively: async (key, work) => {
      const release = await guarded(folder, async () => {
        await prepare();
        // A process that dies leaves its lock; it counts as left after ten seconds without a sign of life.
        const patience = { retries: 400, factor: 1, minTimeout: 50, maxTimeout: 50 };
        return lock(fileOf(key), { realpath: false, stale: 10_000, retries: patience });
      });
      try {
        return await work();
      } finally {
        await release();
      }
    },
  };
}

// A file that is damaged or of another version is as good as none: signing in makes a new one.
async function readTokens(file: string, key: TokenKey): Promise<Tokens | undefined> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    const content = JSON.parse(text) as FileContent;
    return content.version === 1 && keyText(content.key) === keyText(key) ? content.tokens : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

async function guarded<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new AuthError(
      'store',
      `Cannot keep tokens in ${folder} (${code}). Check that it is a writable folder of yours.`,
    );
  }
}
