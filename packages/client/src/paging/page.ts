import type { DeniedField } from '../errors.ts';

/** One page of a connection. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Where the next page begins; null on the last one. Hand it to `pages` to go on later. */
  readonly nextToken: string | null;
  /**
   * Fields that the caller may not read, each with its path from `items`, such as `[0, 'metadata']`; always empty unless
   * the pages are read with `strict: false`.
   */
  readonly denied: readonly DeniedField[];
}

/** The type of the items in an operation's connection. */
export type ItemOf<Result> = {
  [Field in keyof Result]: NonNullable<Result[Field]> extends { items: readonly (infer Item)[] }
    ? NonNullable<Item>
    : never;
}[keyof Result];

/** A page, with what reading it cost. */
export interface ReadPage<Item> {
  readonly page: Page<Item>;
  /** Rows read for it, as the server says; undefined where its schema does not. */
  readonly scanned: number | undefined;
}
