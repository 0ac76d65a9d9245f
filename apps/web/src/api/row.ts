import type { DeniedField } from '@postern/client';

/** A record, and the fields of it that the caller may not read; these are null in it. */
export interface Row<Item> {
  readonly item: Item;
  readonly denied: ReadonlySet<string>;
}

/**
 * Makes a row.
 *
 * @param at - Where the record stands in the paths of `denied`: an index or the key of a root field.
 */
export function toRow<Item>(item: Item, denied: readonly DeniedField[], at: number | string): Row<Item> {
  const fields = denied.filter(({ path }) => path[0] === at).map(({ path }) => String(path[1]));
  return { item, denied: new Set(fields) };
}
