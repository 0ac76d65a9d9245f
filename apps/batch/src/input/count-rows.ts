import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isCsv } from './read-rows.ts';

// A second or so; for more, nobody waits to see a bar.
const mostBytes = 2 ** 30;
const lineFeed = 10;

/**
 * Counts the rows of a file, for a progress bar: its lines, which are more where a CSV file has line feeds in its values.
 *
 * @returns undefined for what is no file, or a very large one.
 */
export async function countRows(name: string): Promise<number | undefined> {
  const found = await stat(name).catch(() => undefined);
  if (!found?.isFile() || found.size > mostBytes) return undefined;
  let lines = 0;
  let last = lineFeed;
  for await (const bytes of createReadStream(name, { highWaterMark: 2 ** 20 }) as AsyncIterable<Buffer>) {
    for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, at + 1)) lines += 1;
    last = bytes.at(-1) ?? last;
  }
  if (last !== lineFeed) lines += 1;
  return Math.max(0, isCsv(name) ? lines - 1 : lines);
}
