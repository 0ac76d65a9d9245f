import { createHash } from 'node:crypto';
import { chmod, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AuthError } from './errors.ts';
import { lockFile } from './lock-file.ts';
import { keyText, type TokenKey, type TokenStore } from './token-store.ts';
import type { Tokens } from './tokens.ts';

interface FileContent {
  readonly version: 1;
  readonly key: TokenKey;
  readonly tokens: Tokens;
}

/**
 * Keeps tokens in a folder, one file for each identity: readable by its owner only, replaced atomically, locked between
 * processes, so that many that start at once sign in once. A file that is damaged, or of another version, counts as none:
 * the next sign-in replaces it.
 *
 * @param folder - A folder for tokens alone: it is made with mode 0700 when missing, and set to it when not.
 * @throws AuthError `store` when a file cannot be read, written or locked, or when others can read the folder and it holds
 * something else.
 */
export function fileStore(folder: string): TokenStore {
  const fileOf = (key: TokenKey): string =>
    join(folder, `${createHash('sha256').update(keyText(key)).digest('hex').slice(0, 32)}.json`);
  // The name is fixed because one writes at a time; what a killed process left is replaced, or removed at sign-out.
  const freshOf = (key: TokenKey): string => `${fileOf(key)}.new`;
  return {
    read: (key) => guarded(folder, () => readTokens(fileOf(key), key)),
    write: (key, tokens) =>
      guarded(folder, async () => {
        await prepare(folder);
        const content: FileContent = { version: 1, key, tokens };
        await replace(fileOf(key), freshOf(key), JSON.stringify(content));
      }),
    remove: (key) =>
      guarded(folder, async () => {
        await rm(fileOf(key), { force: true });
        await rm(freshOf(key), { force: true });
      }),
    exclusively: async (key, work) => {
      const release = await guarded(folder, async () => {
        await prepare(folder);
        return lockFile(fileOf(key));
      });
      try {
        return await work();
      } finally {
        // Whoever has it, if it was lost, finds newer tokens than ours, or writes them.
        await release();
      }
    },
  };
}

const ours = /^[0-9a-f]{32}\.json(\.new|\.lock)?$/;

async function prepare(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (!isOpen(await stat(folder))) return;
  const other = (await readdir(folder)).find((name) => !ours.test(name));
  // Somebody's /tmp is not ours to close.
  if (other !== undefined) {
    const message = `Cannot keep tokens in ${folder}: others can read it, and it holds other things, such as ${other}.`;
    throw new AuthError('store', `${message} Name a folder for tokens alone.`);
  }
  await chmod(folder, 0o700);
}

// Whether others have any access. Windows has other means than these bits.
function isOpen({ mode }: { readonly mode: number }): boolean {
  return process.platform !== 'win32' && (mode & 0o077) !== 0;
}

async function replace(file: string, fresh: string, text: string): Promise<void> {
  try {
    // A mode is for new files only.
    await rm(fresh, { force: true });
    await writeFile(fresh, text, { mode: 0o600, flag: 'wx' });
    await rename(fresh, file);
  } catch (error) {
    await rm(fresh, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function readTokens(file: string, key: TokenKey): Promise<Tokens | undefined> {
  const text = await readPrivately(file);
  if (text === undefined) return undefined;
  try {
    const { version, key: owner, tokens } = JSON.parse(text) as FileContent;
    return version === 1 && keyText(owner) === keyText(key) && isTokens(tokens) ? tokens : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

// A copy or a backup may have opened it to others.
async function readPrivately(file: string): Promise<string | undefined> {
  const handle = await open(file).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!handle) return undefined;
  try {
    if (isOpen(await handle.stat())) await handle.chmod(0o600).catch(() => undefined);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

function isTokens(value: Partial<Tokens>): value is Tokens {
  const texts = [value.accessToken, value.idToken, value.refreshToken ?? ''];
  const times = [value.issuedAt, value.expiresAt, value.skewMs ?? 0];
  return texts.every((text) => typeof text === 'string') && times.every((time) => Number.isFinite(time));
}

async function guarded<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AuthError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const advice = advices[code] ?? 'Check that it is a writable folder of yours.';
    throw new AuthError('store', `Cannot keep tokens in ${folder} (${code}). ${advice}`);
  }
}

const noRoom = 'There is no room: free some, or name a folder on another disk.';
const advices: Readonly<Record<string, string>> = {
  ELOCKED: 'Another process has been at it for over a minute: end it, and try again.',
  ENOSPC: noRoom,
  EDQUOT: noRoom,
  EFBIG: noRoom,
};
