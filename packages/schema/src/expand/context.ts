import type { AccessMatrix } from '../access/access-matrix.ts';
import type { Source, SourceType } from '../read/source.ts';
import type { AuthModes } from './auth-modes.ts';
import type { KeyPlan, RelationPlan } from './declarations.ts';
import type { ModelConfig } from './model-config.ts';
import type { Output } from './output.ts';
import type { Shape } from './shape.ts';
import type { RootFieldInfo } from '../model.ts';

/** A `@model` type: what it declares and how its root fields are called. */
export interface ModelPlan {
  readonly type: SourceType;
  readonly config: ModelConfig;
  readonly hasAuth: boolean;
  /** The type that `@manyToMany` makes between two others. */
  readonly isJoin: boolean;
}

/** Everything that the steps of an expansion share. */
export interface Expansion {
  readonly source: Source;
  readonly shape: Shape;
  readonly output: Output;
  readonly modes: AuthModes;
  readonly iamAccess: boolean;
  /** Models in the order in which their root fields are made, join types last. */
  readonly models: Map<string, ModelPlan>;
  readonly primaryKeys: Map<string, KeyPlan>;
  /** The indexes of each model, by the model's name. */
  readonly indexes: Map<string, KeyPlan[]>;
  readonly relations: RelationPlan[];
  /** The indexes that relations in reference style make, as `Model.index`. */
  readonly relationIndexes: Set<string>;
  readonly searchables: Map<string, string | null>;
  readonly matrices: Map<string, AccessMatrix>;
  readonly rootFields: RootFieldInfo[];
}
