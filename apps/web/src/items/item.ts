import type { ItemFieldsFragment, ItemStatus } from '@postern/graphql';

/** An item as every operation of this page selects it. */
export type Item = ItemFieldsFragment;

// The compiler complains here when the schema's enum gets another value.
const all: Record<ItemStatus, true> = { PENDING: true, PROCESSING: true, COMPLETED: true, FAILED: true };

/** The statuses that an item can have, in the order of its life. */
export const statuses = Object.keys(all) as readonly ItemStatus[];
