import type { Pages } from '@postern/client';
import { toRow, type Row } from './row.ts';

/** Rows, and where to go on. */
export interface Rows<Item> {
  readonly rows: readonly Row<Item>[];
  /** Null when there is no more. */
  readonly nextToken: string | null;
}

// The limit counts records before the owner's filter, so that pages may be empty; nobody should have to click through.
const maxPages = 10;

/** Reads on until there is something to show, to the end, or through ten pages in which there is nothing. */
export async function readPage<Item>(pages: Pages<Item>): Promise<Rows<Item>> {
  let read = 0;
  let last: string | null = null;
  for await (const { items, denied, nextToken } of pages.byPage()) {
    read += 1;
    last = nextToken;
    if (items.length === 0 && read < maxPages) continue;
    return { rows: items.map((item, index) => toRow(item, denied, index)), nextToken };
  }
  return { rows: [], nextToken: last };
}
