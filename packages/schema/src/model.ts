/** The fields of a DynamoDB key. */
export interface KeySchema {
  readonly partition: string;
  /** More than one makes a composite sort key, joined by `#` in the table. */
  readonly sort: readonly string[];
}

/** A global secondary index that `@index` declares. */
export interface ModelIndex extends KeySchema {
  readonly name: string;
  /** The query that reads it; absent when `queryField: null`. */
  readonly queryField?: string;
}

/** The names of a model's root fields; an absent one is switched off. */
export interface ModelOperationNames {
  readonly get?: string;
  readonly list?: string;
  readonly create?: string;
  readonly update?: string;
  readonly delete?: string;
  readonly onCreate: readonly string[];
  readonly onUpdate: readonly string[];
  readonly onDelete: readonly string[];
}

/** A `@model` type: what is stored, under which keys, and by which root fields it is reached. */
export interface Model {
  readonly name: string;
  /** The declared fields, in order; generated ones (`id`, timestamps, owner) are not among them unless declared. */
  readonly fields: readonly string[];
  readonly primaryKey: KeySchema;
  readonly indexes: readonly ModelIndex[];
  readonly operations: ModelOperationNames;
  /** The names of the fields that hold the times of creation and last update; an absent one is switched off. */
  readonly timestamps: { readonly createdAt?: string; readonly updatedAt?: string };
}

/** What answers a field of `Query`, `Mutation` or `Subscription`. */
export type RootFieldInfo = {
  readonly parent: 'Query' | 'Mutation' | 'Subscription';
  readonly name: string;
} & (
  | { readonly kind: 'get' | 'list' | 'create' | 'update' | 'delete'; readonly model: string }
  | { readonly kind: 'index'; readonly model: string; readonly index: string }
  | { readonly kind: 'subscribe'; readonly mutations: readonly string[]; readonly model?: string }
  | { readonly kind: 'function'; readonly functionNames: readonly string[] }
  | { readonly kind: 'custom' }
);
