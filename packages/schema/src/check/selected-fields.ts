import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { OperationSet } from './operation-set.ts';

/** A field that an operation selects, directly or through fragments. */
export interface SelectedField {
  readonly node: FieldNode;
  /** The type that it is selected on: the condition of the nearest fragment, or the type around it. */
  readonly on: GraphQLCompositeType;
  /** Undefined for `__typename`. */
  readonly field: GraphQLField<unknown, unknown> | undefined;
  /** The response keys that lead to it. */
  readonly path: readonly string[];
  /** What is selected of it. */
  readonly selected: readonly SelectedField[];
}

const known = new WeakMap<OperationSet, Map<OperationDefinitionNode, SelectedField[]>>();

/** What an operation selects of its root type. */
export function selectedFields(set: OperationSet, operation: OperationDefinitionNode): SelectedField[] {
  const ofSet = known.get(set) ?? new Map<OperationDefinitionNode, SelectedField[]>();
  known.set(set, ofSet);
  let fields = ofSet.get(operation);
  if (!fields) {
    const root = set.schema.getRootType(operation.operation);
    fields = root ? selectionOf(set, root, operation.selectionSet, [], new Set()) : [];
    ofSet.set(operation, fields);
  }
  return fields;
}

/** The same without the tree: every field and what is selected of it. */
export function everyField(fields: readonly SelectedField[]): SelectedField[] {
  return fields.flatMap((field) => [field, ...everyField(field.selected)]);
}

function selectionOf(
  set: OperationSet,
  on: GraphQLCompositeType,
  { selections }: SelectionSetNode,
  path: readonly string[],
  within: ReadonlySet<string>,
): SelectedField[] {
  return selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [fieldOf(set, on, node, path, within)];
    const name = node.kind === Kind.FRAGMENT_SPREAD ? node.name.value : '';
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : set.fragments.get(name);
    if (!fragment || within.has(name)) return [];
    const condition = fragment.typeCondition && set.schema.getType(fragment.typeCondition.name.value);
    const inner = name === '' ? within : new Set([...within, name]);
    return selectionOf(set, isCompositeType(condition) ? condition : on, fragment.selectionSet, path, inner);
  });
}

function fieldOf(
  set: OperationSet,
  on: GraphQLCompositeType,
  node: FieldNode,
  path: readonly string[],
  within: ReadonlySet<string>,
): SelectedField {
  const field = isObjectType(on) || isInterfaceType(on) ? on.getFields()[node.name.value] : undefined;
  const type = field && getNamedType(field.type);
  const here = [...path, node.alias?.value ?? node.name.value];
  const selected =
    node.selectionSet && isCompositeType(type) ? selectionOf(set, type, node.selectionSet, here, within) : [];
  return { node, on, field, path: here, selected };
}
