import { AuthError } from './errors.ts';
import { keyedQueue } from './keyed-queue.ts';
import { keyText, type TokenKey, type TokenStore } from './token-store.ts';
import type { Tokens } from './tokens.ts';

/**
 * Keeps tokens in a browser, for all tabs of a site: tabs that sign in or renew at once wait for each other. In IndexedDB, for
 * what one tab writes to `localStorage` another may not see at once. Every script of the site can read them.
 *
 * @param database - Its name.
 * @throws AuthError `store` when the browser does not keep data for this site.
 */
export function browserStore(database = 'postern'): TokenStore {
  let opening: Promise<Database> | undefined;
  const run = async (mode: Mode, act: Act, again = true): Promise<unknown> => {
    try {
      const transaction = (await (opening ??= open(database))).transaction(table, mode);
      const request = act(transaction.objectStore(table));
      await new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = () => reject(transaction.error);
      });
      return request.result;
    } catch (error) {
      // Somebody may have cleared the site's data, and with it what is open.
      opening = undefined;
      if (again) return run(mode, act, false);
      const name = (error as Error | null)?.name ?? 'unknown';
      throw new AuthError(
        'store',
        `The browser does not keep tokens (${name}). Allow this site to store data.`,
      );
    }
  };
  const queue = keyedQueue();
  return {
    read: async (key) => (await run('readonly', (kept) => kept.get(keyText(key)))) as Tokens | undefined,
    write: async (key, tokens) => void (await run('readwrite', (kept) => kept.put(tokens, keyText(key)))),
    remove: async (key) => void (await run('readwrite', (kept) => kept.delete(keyText(key)))),
    exclusively: (key: TokenKey, work) => {
      const name = `${database} ${keyText(key)}`;
      // Between tabs; old browsers do without.
      const { locks } = navigator as { readonly locks?: Locks };
      return locks ? locks.request(name, work) : queue(name, work);
    },
  };
}

const table = 'tokens';

function open(name: string): Promise<Database> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(table);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// The parts of the browser's own interfaces that are used.
type Mode = 'readonly' | 'readwrite';
type Act = (table: Table) => Request<unknown>;
interface Request<Result> {
  readonly result: Result;
  readonly error: Error;
  onsuccess: unknown;
  onerror: unknown;
}
interface Table {
  get(key: string): Request<unknown>;
  put(value: Tokens, key: string): Request<unknown>;
  delete(key: string): Request<unknown>;
}
interface Database {
  createObjectStore(name: string): unknown;
  transaction(
    name: string,
    mode: Mode,
  ): { objectStore(name: string): Table; readonly error: Error; oncomplete: unknown; onabort: unknown };
}
declare const indexedDB: {
  open(name: string, version: number): Request<Database> & { onupgradeneeded: unknown };
};
interface Locks {
  request<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
}
