import {
  GraphQLError,
  GraphQLSchema,
  Kind,
  parse,
  Source,
  visit,
  type DefinitionNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
} from 'graphql';
import type { ExpandedSchema } from '../expand.ts';
import type { SchemaSource } from '../read/read-source.ts';
import type { Finding } from './finding.ts';

/** All operations of a workspace, parsed; a fragment of one file may be used in another. */
export interface OperationSet {
  readonly expanded: ExpandedSchema;
  /** The expanded schema, taken as valid: what AppSync accepts is not judged here. */
  readonly schema: GraphQLSchema;
  readonly documents: readonly DocumentNode[];
  readonly definitions: readonly DefinitionNode[];
  readonly operations: readonly OperationDefinitionNode[];
  /** The first of each name. */
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/** Parses the files that can be parsed, and says of the others where they cannot. */
export function readOperations(
  expanded: ExpandedSchema,
  sources: readonly SchemaSource[],
): { set: OperationSet; findings: Finding[] } {
  const findings: Finding[] = [];
  const documents = sources.flatMap((source) => {
    const parsed = parseFile(source);
    if (parsed === undefined) return [];
    if ('kind' in parsed) return [parsed];
    findings.push(parsed);
    return [];
  });
  const definitions = documents.flatMap((document) => document.definitions);
  const fragments = definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  const set: OperationSet = {
    expanded,
    schema: new GraphQLSchema({ ...expanded.schema.toConfig(), assumeValid: true }),
    documents,
    definitions,
    operations: definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION),
    fragments: new Map(fragments.toReversed().map((node) => [node.name.value, node])),
  };
  return { set, findings };
}

/** An operation or fragment with all fragments that it uses, those of fragments included. */
export function withFragments(
  { fragments }: Pick<OperationSet, 'fragments'>,
  definition: DefinitionNode,
): ReadonlySet<DefinitionNode> {
  const reached = new Set([definition]);
  // A set hands out what is added while it is read.
  for (const node of reached) {
    visit(node, {
      [Kind.FRAGMENT_SPREAD]: ({ name }) => {
        const fragment = fragments.get(name.value);
        if (fragment) reached.add(fragment);
      },
    });
  }
  return reached;
}

/** The set with those operations only for which `keep` is true. */
export function keepOperations(
  set: OperationSet,
  keep: (operation: OperationDefinitionNode) => boolean,
): OperationSet {
  return { ...set, operations: set.operations.filter(keep) };
}

function parseFile({ name, body }: SchemaSource): DocumentNode | Finding | undefined {
  try {
    return isEmpty(body) ? undefined : parse(new Source(body, name));
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const [{ line, column } = { line: 1, column: 1 }] = error.locations ?? [];
    const remedy = 'Mend the text; nothing else of this file was checked.';
    return { code: 'syntax', file: name, line, column, message: `${error.message}.`, remedy };
  }
}

// A file of comments alone is no document for GraphQL, and no mistake either.
function isEmpty(body: string): boolean {
  return body.split(/\r\n|[\n\r]/).every((line) => /^[\s,\uFEFF]*(#.*)?$/.test(line));
}
