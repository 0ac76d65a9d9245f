import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { MalformedSourceError } from '../errors.ts';
import { GroupCommit } from '../journal/group-commit.ts';
import { KeySet } from '../journal/key-set.ts';
import { readLines } from '../journal/lines.ts';
import { openForAppend } from '../journal/open-for-append.ts';

/** A file that items are written to, one JSON object a line, each once. */
export interface NdjsonFile<Item> {
  /** Items in the file. */
  readonly size: number;
  /** Whether an item with this key is in the file: what a job's `ask` wants to know. */
  has(key: string): boolean;
  /**
   * Appends items that are not in the file yet; when the promise is kept, they survive a power cut.
   *
   * @throws JournalWriteError when they cannot be written.
   */
  write(items: readonly Item[]): Promise<void>;
  close(): Promise<void>;
}

/** Which file, and what tells its items apart. */
export interface NdjsonFileOptions<Item> {
  readonly file: string;
  readonly key: (item: Item) => string;
}

/**
 * Opens a file of items to go on with, cutting off what a crash left half-written.
 *
 * @throws MalformedSourceError when there is something else in the file.
 */
export async function openNdjsonFile<Item>(options: NdjsonFileOptions<Item>): Promise<NdjsonFile<Item>> {
  const { file, key } = options;
  await mkdir(dirname(file), { recursive: true });
  const keys = new KeySet();
  let goodBytes = 0;
  for await (const { text, endBytes, whole } of readLines(file)) {
    if (!whole) break;
    keys.add(key(parse<Item>(text, file)));
    goodBytes = endBytes;
  }
  const handle = await openForAppend(file, goodBytes);
  const lines = new GroupCommit<Item>(handle, (items) =>
    items.map((item) => `${JSON.stringify(item)}\n`).join(''),
  );
  return {
    get size() {
      return keys.size;
    },
    has: (wanted) => keys.has(wanted),
    write: async (items) => {
      const fresh = items.filter((item) => keys.add(key(item)));
      // What is there already may have been handed in a moment ago, and not be on the disk yet.
      await (fresh.length > 0 ? lines.append(...fresh) : lines.settled());
    },
    close: () => lines.close(),
  };
}

function parse<Item>(text: string, file: string): Item {
  try {
    return JSON.parse(text) as Item;
  } catch (cause) {
    throw new MalformedSourceError(`${file} is no NDJSON: choose another file, or move it away.`, { cause });
  }
}
