import { existsSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from './sync-folder.ts';

/** Opens a file for appending, cut to the part that is good. A new one is in its folder after a power cut as well. */
export async function openForAppend(file: string, goodBytes: number): Promise<FileHandle> {
  const isNew = !existsSync(file);
  const handle = await open(file, 'a', 0o600);
  if ((await handle.stat()).size > goodBytes) await handle.truncate(goodBytes);
  if (isNew) await syncFolder(dirname(file));
  return handle;
}
