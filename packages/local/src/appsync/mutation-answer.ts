import type { Item } from '../store/item-store.ts';

/** The mark of records that a mutation answers: of those, some fields are hidden. */
export const byMutation = Symbol('by mutation');

/** Marks a record as a mutation's answer. */
export function ofMutation(item: Item): Item {
  return { ...item, [byMutation]: true };
}
