import { operationAccess, type ExpandedSchema } from '@postern/schema';
import {
  getNamedType,
  isObjectType,
  Kind,
  print,
  stripIgnoredCharacters,
  visit,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** What an operation becomes, apart from its types: the fields of `@postern/client`'s `TypedOperation`. */
export function typedOperation(
  operation: OperationDefinitionNode,
  fragments: Fragments,
  expanded: ExpandedSchema,
) {
  const { document, used } = documentOf(operation, fragments);
  return {
    kind: operation.operation,
    name: operation.name?.value ?? '',
    text: stripIgnoredCharacters(print(document)),
    variables: Object.fromEntries(
      (operation.variableDefinitions ?? []).map(({ variable, type }) => [variable.name.value, print(type)]),
    ),
    body: bodyOf(operation.selectionSet),
    fragments: used.map((fragment) => stripIgnoredCharacters(print(fragment))).join(' '),
    rootFields: rootFields(operation, fragments, expanded),
    access: operationAccess(expanded, document),
  };
}

/** An operation with the fragments that it uses, those of fragments included, in the order of their names. */
export function documentOf(
  operation: OperationDefinitionNode,
  fragments: Fragments,
): { document: DocumentNode; used: FragmentDefinitionNode[] } {
  const used = usedFragments(operation, fragments);
  return { document: { kind: Kind.DOCUMENT, definitions: [operation, ...used] }, used };
}

function bodyOf(selectionSet: SelectionSetNode): string {
  return selectionSet.selections.map((node) => stripIgnoredCharacters(print(node))).join(' ');
}

function usedFragments(from: OperationDefinitionNode, fragments: Fragments): FragmentDefinitionNode[] {
  const used = new Map<string, FragmentDefinitionNode>();
  const collect = (node: OperationDefinitionNode | FragmentDefinitionNode): void => {
    visit(node, {
      FragmentSpread: ({ name }) => {
        const fragment = fragments.get(name.value);
        if (!fragment || used.has(name.value)) return;
        used.set(name.value, fragment);
        collect(fragment);
      },
    });
  };
  collect(from);
  return [...used.values()].sort((a, b) => (a.name.value < b.name.value ? -1 : 1));
}

function rootFields(
  { operation, selectionSet }: OperationDefinitionNode,
  fragments: Fragments,
  { schema }: ExpandedSchema,
) {
  const root = schema.getRootType(operation);
  return selectionSet.selections
    .filter((node): node is FieldNode => node.kind === Kind.FIELD)
    .map((node) => {
      const field = node.name.value;
      const type = root?.getFields()[field]?.type;
      const named = type && getNamedType(type);
      const isConnection =
        isObjectType(named) && 'items' in named.getFields() && 'nextToken' in named.getFields();
      const selected = node.selectionSet ? selectedNames(node.selectionSet, fragments) : [];
      const connection = isConnection && selected.includes('items') && selected.includes('nextToken');
      return { field, responseKey: node.alias?.value ?? field, connection };
    });
}

function selectedNames(selection: SelectionSetNode, fragments: Fragments): string[] {
  return selection.selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [node.name.value];
    const inner =
      node.kind === Kind.INLINE_FRAGMENT ? node.selectionSet : fragments.get(node.name.value)?.selectionSet;
    return inner ? selectedNames(inner, fragments) : [];
  });
}
