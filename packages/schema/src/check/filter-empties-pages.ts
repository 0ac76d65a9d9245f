import {
  getNamedType,
  isObjectType,
  Kind,
  type ArgumentNode,
  type OperationDefinitionNode,
  type ValueNode,
} from 'graphql';
import { rootFieldOf } from '../access/decide-fields.ts';
import type { Model } from '../model.ts';
import { findingAt, type Finding } from './finding.ts';
import { isConnection } from './list-without-next-token.ts';
import type { OperationSet } from './operation-set.ts';
import { everyField, selectedFields, type SelectedField } from './selected-fields.ts';

/** Lists that always filter: DynamoDB reads `limit` rows first and filters then, so that pages look empty. */
export function filterEmptiesPages(set: OperationSet): Finding[] {
  return set.operations.flatMap((operation) =>
    everyField(selectedFields(set, operation))
      .filter((list) => isConnection(list) && !isSearch(set, list))
      .flatMap((list) => {
        const filter = list.node.arguments?.find(({ name }) => name.value === 'filter');
        return filter && alwaysFilters(filter.value, operation) ? [problem(set, list, filter)] : [];
      }),
  );
}

// OpenSearch filters before it makes pages.
function isSearch({ expanded }: OperationSet, { on, node }: SelectedField): boolean {
  return rootFieldOf(expanded, on.name, node.name.value)?.kind === 'search';
}

// A variable that may be left out is the caller's choice.
function alwaysFilters(value: ValueNode, { variableDefinitions }: OperationDefinitionNode): boolean {
  if (value.kind !== Kind.VARIABLE) return isCondition(value);
  const declared = variableDefinitions?.find(({ variable }) => variable.name.value === value.name.value);
  return declared?.type.kind === Kind.NON_NULL_TYPE || isCondition(declared?.defaultValue);
}

function isCondition(value: ValueNode | undefined): boolean {
  return value?.kind === Kind.OBJECT && value.fields.length > 0;
}

function problem(set: OperationSet, list: SelectedField, filter: ArgumentNode): Finding {
  const name = list.node.name.value;
  const { value } = filter;
  const query = value.kind === Kind.OBJECT ? queryInstead(modelOf(set, list), value.fields) : undefined;
  return findingAt(filter, {
    code: 'filter-empties-pages',
    message: `${name} counts its limit before this filter: a page can look empty although more follow.`,
    remedy: query
      ? `Ask ${query}, which reads no other rows.`
      : 'Give the fields that it filters by an @index and ask its queryField, or read on until nextToken is null.',
  });
}

function modelOf({ expanded }: OperationSet, { field }: SelectedField): Model | undefined {
  const connection = field && getNamedType(field.type);
  const items = isObjectType(connection) ? connection.getFields().items : undefined;
  return items && expanded.models.get(getNamedType(items.type).name);
}

// An index whose partition key the filter compares with one value.
function queryInstead(
  model: Model | undefined,
  conditions: readonly { readonly name: { readonly value: string }; readonly value: ValueNode }[],
): string | undefined {
  const compared = conditions
    .filter(
      ({ value }) => value.kind === Kind.OBJECT && value.fields.some((entry) => entry.name.value === 'eq'),
    )
    .map(({ name }) => name.value);
  const index = model?.indexes.find(
    ({ partition, queryField }) => queryField !== undefined && compared.includes(partition),
  );
  return index && `${index.queryField ?? ''}(${index.partition}: …)`;
}
