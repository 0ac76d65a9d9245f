import { keyedQueue } from './keyed-queue.ts';
import type { Tokens } from './tokens.ts';

/** Whose tokens: one user of one app client. Two identities never share a key. */
export interface TokenKey {
  readonly userPoolId: string;
  readonly clientId: string;
  readonly username: string;
}

/** Keeps tokens between calls, processes or machines. */
export interface TokenStore {
  /** May be called at any time, and sees either the old tokens or the new ones. */
  read(key: TokenKey): Promise<Tokens | undefined>;
  /** Called within {@link TokenStore.exclusively} only. */
  write(key: TokenKey, tokens: Tokens): Promise<void>;
  /** Called within {@link TokenStore.exclusively} only. */
  remove(key: TokenKey): Promise<void>;
  /** Runs `work` while nobody else who shares the store runs theirs for the same key. */
  exclusively<Result>(key: TokenKey, work: () => Promise<Result>): Promise<Result>;
}

/** A store that ends with the process. Sources that share one, and the identity, sign in once. */
export function memoryStore(): TokenStore {
  const kept = new Map<string, Tokens>();
  const queue = keyedQueue();
  return {
    read: (key) => Promise.resolve(kept.get(keyText(key))),
    write: (key, tokens) => Promise.resolve(void kept.set(keyText(key), tokens)),
    remove: (key) => Promise.resolve(void kept.delete(keyText(key))),
    exclusively: (key, work) => queue(keyText(key), work),
  };
}

/** A key as text, unambiguous whatever the names hold. */
export function keyText({ userPoolId, clientId, username }: TokenKey): string {
  return JSON.stringify([userPoolId, clientId, username]);
}
