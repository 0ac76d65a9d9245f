import { open, type FileHandle } from 'node:fs/promises';

/** Opens a file for appending, cut to the part that is good. */
export async function openForAppend(file: string, goodBytes: number): Promise<FileHandle> {
  const handle = await open(file, 'a', 0o600);
  if ((await handle.stat()).size > goodBytes) await handle.truncate(goodBytes);
  return handle;
}
