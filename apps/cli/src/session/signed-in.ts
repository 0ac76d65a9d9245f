import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '@postern/config';
import { FailedError } from '../errors.ts';
import { problemOf } from '../files.ts';

/** The name of the user who signed in last, for each app client. The tokens themselves are `@postern/auth`'s to keep. */
export interface SignedIn {
  get(): Promise<string | undefined>;
  set(username: string): Promise<void>;
  clear(): Promise<void>;
}

/** Remembers who is signed in to the user pool and app client of a configuration. */
export function signedIn(folder: string, config: Config): SignedIn {
  const file = join(folder, 'signed-in.json');
  const key = `${config.require('userPoolId')} ${config.require('clientId')}`;
  const write = async (names: Readonly<Record<string, string>>): Promise<void> => {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(`${file}.${process.pid}.new`, `${JSON.stringify(names, null, 2)}\n`, { mode: 0o600 });
      await rename(`${file}.${process.pid}.new`, file);
    } catch (error) {
      throw new FailedError(`Cannot write ${file}: ${problemOf(error)}.`, { cause: error });
    }
  };
  return {
    get: async () => (await readNames(file))[key],
    set: async (username) => write({ ...(await readNames(file)), [key]: username }),
    clear: async () => {
      const { [key]: gone, ...others } = await readNames(file);
      if (gone !== undefined) await write(others);
    },
  };
}

// A file that is missing or damaged is as good as an empty one: signing in writes it anew.
async function readNames(file: string): Promise<Record<string, string>> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  try {
    return JSON.parse(text) as Record<string, string>;
  } catch {
    return {};
  }
}
