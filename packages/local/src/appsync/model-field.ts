import type { Model } from '@postern/schema';
import type { Item, ItemStore } from '../store/item-store.ts';
import type { Guard } from './guard.ts';
import type { NextTokens } from './next-token.ts';

/** What the resolvers of models work on. */
export interface ModelBackend {
  readonly store: ItemStore;
  readonly tokens: NextTokens;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** A root field of a model, with all that its resolver needs. */
export interface ModelField {
  readonly parent: string;
  readonly name: string;
  readonly model: Model;
  readonly guard: Guard;
  /** What `@default` says, as values of the fields' types. */
  readonly defaults: Item;
  readonly backend: ModelBackend;
}
