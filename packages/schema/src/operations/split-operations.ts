import {
  GraphQLError,
  Kind,
  Source,
  parse,
  separateOperations,
  type DefinitionNode,
  type DocumentNode,
  type OperationDefinitionNode,
} from 'graphql';
import { SchemaError, type SchemaLocation } from '../errors.ts';
import { locate } from '../read/locate.ts';
import type { SchemaSource } from '../read/read-source.ts';
import { refusal } from '../read/refuse.ts';

/** One named operation of a workspace, ready to be asked about. */
export interface NamedOperation {
  readonly name: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** The operation and the fragments that it uses, from whatever file. */
  readonly document: DocumentNode;
  readonly location?: SchemaLocation;
}

/**
 * Parses the files that hold the operations of a workspace, and gives each named operation with its fragments.
 *
 * @param sources - Files of operations and fragments; a fragment may be used in any of them.
 * @returns The operations by name. Those without a name are left out.
 * @throws SchemaError `syntax` for what is no GraphQL, `duplicate` for a second operation of a name.
 */
export function splitOperations(sources: readonly SchemaSource[]): NamedOperation[] {
  const definitions = sources.flatMap((source) => parseFile(source));
  const named = new Map<string, OperationDefinitionNode>();
  for (const node of definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION || !node.name) continue;
    const { value } = node.name;
    if (named.has(value)) {
      throw refusal(
        'duplicate',
        node.name,
        `There is an operation ${value} already.`,
        'Rename one of the two.',
      );
    }
    named.set(value, node);
  }
  const documents = separateOperations({ kind: Kind.DOCUMENT, definitions });
  return [...named]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, node]) => {
      const [location] = locate(node);
      const document = documents[name] ?? { kind: Kind.DOCUMENT, definitions: [node] };
      return { name, kind: node.operation, document, ...(location && { location }) };
    });
}

function parseFile({ name, body }: SchemaSource): readonly DefinitionNode[] {
  if (body.trim() === '') return [];
  try {
    return parse(new Source(body, name)).definitions;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const [at] = error.locations ?? [];
    throw new SchemaError('syntax', error.message, {
      locations: at ? [{ file: name, line: at.line, column: at.column }] : [],
      cause: error,
    });
  }
}
