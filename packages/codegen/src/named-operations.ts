import type { Types } from '@graphql-codegen/plugin-helpers';
import {
  Kind,
  type DefinitionNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
} from 'graphql';

/** The operations of all documents, with the fragments that they may use. */
export interface NamedOperations {
  /** By name. */
  readonly operations: readonly OperationDefinitionNode[];
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/**
 * Collects what graphql-codegen has read.
 *
 * @throws TypeError for an operation without a name.
 */
export function namedOperations(documents: readonly Types.DocumentFile[]): NamedOperations {
  const definitions: readonly DefinitionNode[] = documents.flatMap(
    ({ document }) => document?.definitions ?? [],
  );
  const fragments = definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  const operations = definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const named = new Map(operations.map((node) => [node, nameOf(node)]));
  return {
    operations: [...named].toSorted(([, a], [, b]) => (a < b ? -1 : 1)).map(([node]) => node),
    fragments: new Map(fragments.map((node) => [node.name.value, node])),
  };
}

function nameOf(operation: OperationDefinitionNode): string {
  if (operation.name) return operation.name.value;
  const file = operation.loc?.source.name ?? 'an operation file';
  throw new TypeError(`${file}: an anonymous ${operation.operation}. Give it a name.`);
}
