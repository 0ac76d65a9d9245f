import { AuthError } from './errors.ts';
import { keyedQueue } from './keyed-queue.ts';
import { keyText, type TokenKey, type TokenStore } from './token-store.ts';
import type { Tokens } from './tokens.ts';

/** The part of `localStorage` and `sessionStorage` that is used. */
export interface KeyValueStorage {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
}

/**
 * Keeps tokens in a browser: in `localStorage` for all tabs of a site, where tabs that sign in or renew at once wait for each
 * other; in `sessionStorage` for one tab. Every script of the page can read both.
 *
 * @throws AuthError `store` when the storage is full or switched off.
 */
export function browserStore(storage: KeyValueStorage): TokenStore {
  const nameOf = (key: TokenKey): string => `postern:${keyText(key)}`;
  const guarded = <Result>(work: () => Result): Promise<Result> => {
    try {
      return Promise.resolve(work());
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown';
      return Promise.reject(
        new AuthError('store', `The browser does not keep tokens (${name}). Allow this site to store data.`),
      );
    }
  };
  const queue = keyedQueue();
  return {
    read: (key) => guarded(() => parse(storage.getItem(nameOf(key)))),
    write: (key, tokens) => guarded(() => storage.setItem(nameOf(key), JSON.stringify(tokens))),
    remove: (key) => guarded(() => storage.removeItem(nameOf(key))),
    exclusively: (key, work) => {
      // Between tabs; old browsers do without.
      const { locks } = navigator as { readonly locks?: Locks };
      return locks ? locks.request(nameOf(key), work) : queue(nameOf(key), work);
    },
  };
}

interface Locks {
  request<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
}

// What somebody else has put there counts as nothing.
function parse(text: string | null): Tokens | undefined {
  try {
    const tokens = JSON.parse(text ?? 'null') as Tokens | null;
    return typeof tokens?.accessToken === 'string' ? tokens : undefined;
  } catch {
    return undefined;
  }
}
