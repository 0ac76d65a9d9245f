import { getNamedType, OperationTypeNode } from 'graphql';
import { findingAt, type Finding } from './finding.ts';
import type { OperationSet } from './operation-set.ts';
import { selectedFields, type SelectedField } from './selected-fields.ts';

/** Mutations that return a model, and of which nothing is selected but `__typename`. */
export function mutationSelectsNothing(set: OperationSet): Finding[] {
  return set.operations
    .filter(({ operation }) => operation === OperationTypeNode.MUTATION)
    .flatMap((operation) => selectedFields(set, operation))
    .filter((root) => isOfModel(set, root) && root.selected.every(({ field }) => field === undefined))
    .map(({ node, field }) =>
      findingAt(node, {
        code: 'mutation-selects-nothing',
        message: `${node.name.value} changes ${typeName(field)} and selects nothing of it: subscribers would get null for every field.`,
        remedy: `Select the fields of ${typeName(field)} that subscriptions deliver.`,
      }),
    );
}

function isOfModel({ expanded }: OperationSet, { field }: SelectedField): boolean {
  return expanded.models.has(typeName(field));
}

function typeName(field: SelectedField['field']): string {
  return field ? getNamedType(field.type).name : '';
}
