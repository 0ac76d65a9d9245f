import { createHash, randomUUID } from 'node:crypto';
import type { AsyncEntry } from '@napi-rs/keyring';
import { fileStore } from './file-store.ts';
import { keyText, type TokenKey, type TokenStore } from './token-store.ts';
import type { Tokens } from './tokens.ts';

/** A store in the system's keychain. */
export interface KeychainStore extends TokenStore {
  /** Where tokens are kept on this machine. */
  kind(): Promise<'keychain' | 'file'>;
}

/** How to keep tokens in the system's keychain. */
export interface KeychainOptions {
  /** What the keychain's own program shows them under. @defaultValue `postern` */
  readonly service?: string;
}

/**
 * Keeps tokens in the system's keychain: macOS's, Windows' credential manager, or the Secret Service of a Linux desktop. Where
 * there is none, as on servers and in containers, it is {@link fileStore}. Tokens that are in a file already are used until they
 * are renewed.
 *
 * @param folder - For the lock between processes, and for the tokens where there is no keychain.
 * @throws AuthError `store`
 */
export function keychainStore(folder: string, { service = 'postern' }: KeychainOptions = {}): KeychainStore {
  const files = fileStore(folder);
  let opening: Promise<Keychain | undefined> | undefined;
  const keychain = (): Promise<Keychain | undefined> => (opening ??= openKeychain(service));
  return {
    kind: async () => ((await keychain()) ? 'keychain' : 'file'),
    read: async (key) => (await (await keychain())?.read(key)) ?? files.read(key),
    write: async (key, tokens) => {
      if (await (await keychain())?.write(key, tokens)) return files.remove(key);
      // One that does not take them, such as a locked one, is as good as none from here on.
      opening = Promise.resolve(undefined);
      await files.write(key, tokens);
    },
    remove: async (key) => {
      await (await keychain())?.remove(key);
      await files.remove(key);
    },
    exclusively: (key, work) => files.exclusively(key, work),
  };
}

interface Keychain {
  read(key: TokenKey): Promise<Tokens | undefined>;
  /** @returns false when the keychain does not take them, such as a locked one. */
  write(key: TokenKey, tokens: Tokens): Promise<boolean>;
  remove(key: TokenKey): Promise<void>;
}

// Windows takes 2,560 bytes, at two for each character; a user's tokens are some 5,000.
const partLength = process.platform === 'win32' ? 1_200 : Number.POSITIVE_INFINITY;

async function openKeychain(service: string): Promise<Keychain | undefined> {
  const library = await import('@napi-rs/keyring').catch(() => undefined);
  if (!library) return undefined;
  // The kernel's keyring, the library's other choice on Linux, forgets at the next start.
  const options = { linux: { store: 'secret-service' } } as const;
  const entry = (key: TokenKey, part: number): AsyncEntry => {
    const name = createHash('sha256').update(keyText(key)).digest('hex').slice(0, 32);
    return new library.AsyncEntry(service, `${key.username} ${name} ${part}`, options);
  };
  try {
    await entry({ userPoolId: '', clientId: '', username: 'probe' }, 0).getPassword();
  } catch {
    return undefined;
  }
  return {
    read: async (key) => parse(await collect((part) => entry(key, part).getPassword())),
    write: async (key, tokens) => {
      try {
        const parts = split(JSON.stringify(tokens));
        for (const [part, text] of parts.entries()) await entry(key, part).setPassword(text);
        return true;
      } catch {
        return false;
      }
    },
    remove: async (key) => {
      for (let part = 0; await entry(key, part).deleteCredential(); part += 1);
    },
  };
}

// Each part says which writing it is of and how many there are, so that a mixture of two counts as nothing.
function split(text: string): string[] {
  const writing = randomUUID();
  const count = Math.max(1, Math.ceil(text.length / partLength));
  return Array.from({ length: count }, (_, part) => {
    const from = count === 1 ? 0 : part * partLength;
    return `${writing} ${count} ${text.slice(from, from + partLength)}`;
  });
}

async function collect(read: (part: number) => Promise<string | null>): Promise<string | undefined> {
  const [, writing, count, text] = /^(\S+) (\d+) (.*)$/s.exec((await read(0)) ?? '') ?? [];
  if (text === undefined) return undefined;
  const texts = [text];
  for (let part = 1; part < Number(count); part += 1) {
    const [, same, , more] = /^(\S+) (\d+) (.*)$/s.exec((await read(part)) ?? '') ?? [];
    if (same !== writing || more === undefined) return undefined;
    texts.push(more);
  }
  return texts.join('');
}

function parse(text: string | undefined): Tokens | undefined {
  try {
    const tokens = JSON.parse(text ?? 'null') as Tokens | null;
    return typeof tokens?.accessToken === 'string' ? tokens : undefined;
  } catch {
    return undefined;
  }
}
