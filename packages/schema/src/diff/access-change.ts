import type { FieldDeed } from './grants.ts';

/** A change of who may do what. */
export interface AccessChange {
  /** `new` is access to what only the new schema has; it is `gained` by whoever had no access to anything before. */
  readonly kind: 'gained' | 'lost' | 'new';
  /** Such as `group:Viewer`. */
  readonly who: string;
  /** What is done with fields; `write` is create and update. */
  readonly deed: 'call' | FieldDeed | 'write';
  /** Such as `Mutation.deleteItem`, or `Item.note`. */
  readonly what: readonly string[];
  /** The change in words. */
  readonly text: string;
}
