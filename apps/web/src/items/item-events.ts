import type { Row } from '../api/row.ts';
import type { Item } from './item.ts';

/** What a row tells the page. */
export interface ItemEvents {
  readonly onChanged: (row: Row<Item>) => void;
  readonly onGone: (item: Item) => void;
  readonly say: (sentence: string) => void;
}
