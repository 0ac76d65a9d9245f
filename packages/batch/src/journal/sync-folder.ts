import { open } from 'node:fs/promises';

/** Waits until a folder is on the disk: a new or renamed file is only there after a power cut when its folder was written too. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
