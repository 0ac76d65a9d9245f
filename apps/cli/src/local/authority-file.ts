import { writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { Local } from '@postern/local';
import { UsageError } from '../errors.ts';
import { problemOf } from '../files.ts';

/**
 * Makes the certificate authority that clients over TLS have to trust, where it is to be kept.
 *
 * @returns Its file: the one that is asked for, else that of the data folder, undefined where there is neither.
 * @throws UsageError when it cannot be written.
 */
export async function writeAuthority(
  local: Local,
  flags: { readonly ca?: string; readonly data?: string },
  folder: string,
): Promise<string | undefined> {
  if (flags.ca === undefined && flags.data === undefined) return undefined;
  const authority = await local.certificateAuthority();
  if (flags.ca === undefined) return join(resolve(folder, flags.data ?? ''), 'ca.pem');
  const file = resolve(folder, flags.ca);
  await writeFile(file, authority).catch((error: unknown) => {
    throw new UsageError(`Cannot write ${relative(folder, file)}: ${problemOf(error)}.`, { cause: error });
  });
  return file;
}
