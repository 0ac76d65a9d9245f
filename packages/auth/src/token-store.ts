import type { Tokens } from './tokens.ts';

/** Whose tokens: one user of one app client. Two identities never share a key. */
export interface TokenKey {
  readonly userPoolId: string;
  readonly clientId: string;
  readonly username: string;
}

/** Keeps tokens between calls, processes or machines. */
export interface TokenStore {
  read(key: TokenKey): Promise<Tokens | undefined>;
  write(key: TokenKey, tokens: Tokens): Promise<void>;
  remove(key: TokenKey): Promise<void>;
  /** Runs `work` while nobody else who shares the store runs theirs for the same key. */
  exclusively<Result>(key: TokenKey, work: () => Promise<Result>): Promise<Result>;
}

/** A store that ends with the process. */
export function memoryStore(): TokenStore {
  const kept = new Map<string, Tokens>();
  return {
    read: (key) => Promise.resolve(kept.get(keyText(key))),
    write: (key, tokens) => Promise.resolve(void kept.set(keyText(key), tokens)),
    remove: (key) => Promise.resolve(void kept.delete(keyText(key))),
    exclusively: (_, work) => work(),
  };
}

/** A key as text, unambiguous whatever the names hold. */
export function keyText({ userPoolId, clientId, username }: TokenKey): string {
  return JSON.stringify([userPoolId, clientId, username]);
}
