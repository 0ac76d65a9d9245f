import type { ConstDirectiveNode } from 'graphql';
import type { SourceField, SourceType } from '../read/source.ts';

/** A primary key or an index as declared. */
export interface KeyPlan {
  readonly type: SourceType;
  readonly field: SourceField;
  readonly sort: readonly SourceField[];
  readonly directive: ConstDirectiveNode;
  /** The index's name; undefined for a primary key. */
  readonly name: string | undefined;
  readonly queryField: string | undefined;
}

export type RelationKind = 'hasOne' | 'hasMany' | 'belongsTo' | 'manyToMany';

/** A relation as declared on one side. */
export interface RelationPlan {
  readonly kind: RelationKind;
  readonly type: SourceType;
  readonly field: SourceField;
  readonly directive: ConstDirectiveNode;
  readonly related: SourceType;
  /** The fields of this side that hold the key; empty where the transformer makes them. */
  readonly fields: readonly SourceField[];
  /** The fields of the other side that hold this side's key; reference style only. */
  readonly references: readonly string[] | undefined;
  /** The index of the other side that `@hasMany` reads. */
  readonly indexName: string | undefined;
  /** For a `@belongsTo`: what stands on the other side. */
  readonly counterpart: { readonly kind: 'hasOne' | 'hasMany'; readonly field: SourceField } | undefined;
  /** Which fields of the two records match, where `@connection` of the first version says so by other means. */
  readonly ends?: { readonly local: readonly string[]; readonly remote: readonly string[] };
  /** The field that such a `@connection` makes in the inputs of a model. */
  readonly made?: { readonly holder: SourceType; readonly name: string; readonly required: boolean };
  /** The field that such a `@connection` sorts a list by. */
  readonly sort?: SourceField;
}
