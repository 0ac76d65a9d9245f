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
  readonly relations: readonly Relation[];
  /** What `@default` puts where a new record leaves a field out, as text. */
  readonly defaults: Readonly<Record<string, string>>;
  /** What `@validate` asks of the values that are written. */
  readonly validations: readonly FieldValidation[];
  /** True for the type that `@manyToMany` makes between two others. */
  readonly isJoin: boolean;
}

/** One `@validate`: what a field's value has to be, unless it is null. */
export interface FieldValidation {
  readonly field: string;
  readonly type:
    'gt' | 'lt' | 'gte' | 'lte' | 'minLength' | 'maxLength' | 'startsWith' | 'endsWith' | 'matches';
  /** As the schema has it, a number as text. */
  readonly value: string;
  /** What is said of another value; absent where the schema leaves it to AWS. */
  readonly message?: string;
}

/** How a record finds others: those whose `remote` fields equal this record's `local` fields, position by position. */
export interface Relation {
  readonly kind: 'hasOne' | 'hasMany' | 'belongsTo' | 'manyToMany';
  /** The field that holds the related record or records. */
  readonly field: string;
  /** The related model; for `manyToMany` the model that joins the two. */
  readonly model: string;
  readonly local: readonly string[];
  readonly remote: readonly string[];
  /** The declared index that a list reads; absent where `remote` is a primary key or an index of the relation's own. */
  readonly index?: string;
  /** How many records a page has where the caller does not say. */
  readonly limit: number;
}

/** What answers a field of `Query`, `Mutation` or `Subscription`. */
export type RootFieldInfo = {
  readonly parent: 'Query' | 'Mutation' | 'Subscription';
  readonly name: string;
} & (
  | { readonly kind: 'get' | 'list' | 'create' | 'update' | 'delete'; readonly model: string }
  | { readonly kind: 'search'; readonly model: string }
  | { readonly kind: 'index'; readonly model: string; readonly index: string }
  | {
      readonly kind: 'subscribe';
      readonly mutations: readonly string[];
      readonly model?: string;
      readonly on?: 'create' | 'update' | 'delete';
    }
  | { readonly kind: 'function'; readonly functionNames: readonly string[] }
  | { readonly kind: 'http'; readonly url: string; readonly method: string }
  | { readonly kind: 'custom' }
);

/** What a directive answers a field with, on a type other than `Query`, `Mutation` and `Subscription`. */
export type CustomFieldInfo = { readonly type: string; readonly name: string } & (
  | { readonly kind: 'function'; readonly functionNames: readonly string[] }
  | { readonly kind: 'http'; readonly url: string; readonly method: string }
);
