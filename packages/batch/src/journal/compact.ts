import { statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { encodeLine, type JournalEntry } from './journal-line.ts';
import type { KeySet } from './key-set.ts';
import type { Replay } from './replay.ts';
import { sentFileOf } from './sent-keys.ts';
import { syncFolder } from './sync-folder.ts';

// A digest of 16 bytes is written in 22 characters; these make lines of some 90 kB.
const digestsInLine = 4_096;

/** From this size on a journal is rewritten when it is opened, unless it is compact already. */
export const compactFromBytes = 1024 * 1024;

/** Whether rewriting would make a journal, with the file of what was sent, a good deal smaller. */
export function isWorthCompacting(file: string, { goodBytes, settled, header, ended }: Replay): boolean {
  if (header === undefined || ended) return false;
  const bytes = goodBytes + (statSync(sentFileOf(file), { throwIfNoEntry: false })?.size ?? 0);
  return bytes > compactFromBytes && bytes > settled.size * 40;
}

/**
 * Rewrites a journal so that each settled item takes 22 bytes rather than its key, and the file of what was sent so that it has
 * only what is in flight. Each file is replaced in one step; with either of them old and the other new they say the same.
 *
 * @returns The size of the new journal, in bytes.
 */
export async function compact(file: string, state: Replay): Promise<number> {
  const bytes = await replace(file, entriesOf(state));
  await replace(sentFileOf(file), [['sent', [...state.inFlight]]]);
  // What is appended from now on must not go with an old name of the file.
  await syncFolder(dirname(file));
  return bytes;
}

async function replace(file: string, entries: Iterable<JournalEntry>): Promise<number> {
  const fresh = `${file}.compact`;
  await rm(fresh, { force: true });
  const handle = await open(fresh, 'wx', 0o600);
  try {
    for (const entry of entries) await handle.appendFile(encodeLine([entry]));
    await handle.sync();
    await rename(fresh, file);
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

function* entriesOf({ header, settled, failed }: Replay): Generator<JournalEntry> {
  if (header) yield ['run', header];
  for (const digests of packed(settled)) yield ['settled', digests];
  for (const digests of packed(failed)) yield ['failed-before', digests];
}

function* packed(keys: KeySet): Generator<string> {
  let chunk: Buffer[] = [];
  for (const digest of keys.digests()) {
    chunk.push(digest);
    if (chunk.length < digestsInLine) continue;
    yield Buffer.concat(chunk).toString('base64');
    chunk = [];
  }
  if (chunk.length > 0) yield Buffer.concat(chunk).toString('base64');
}
