import {
  GraphQLError,
  Kind,
  parse,
  Source as Text,
  type DefinitionNode,
  type DirectiveDefinitionNode,
} from 'graphql';
import { SchemaError } from '../errors.ts';
import { checkDirectives } from './check-directives.ts';
import { checkNames, checkSchemaDefinition } from './check-names.ts';
import { chooseDialect } from './choose-dialect.ts';
import type { Dialect } from './dialect.ts';
import { directiveUses } from './directive-uses.ts';
import { mergedApiDirectives } from './merged-api.ts';
import { refusal } from './refuse.ts';
import { indexSource, type Source } from './source.ts';
import { isTypeDefinition, isTypeExtension } from './type-nodes.ts';

/** One file of a schema. */
export interface SchemaSource {
  /** The file's name, for the locations of mistakes. */
  readonly name: string;
  readonly body: string;
}

/**
 * Parses and checks the files of a schema.
 *
 * @param located - Whether nodes know where they stand, which takes a third more memory.
 * @throws SchemaError for whatever is not a schema in a dialect that we know.
 */
export function readSource(source: string | readonly SchemaSource[], located: boolean): Source {
  const files = typeof source === 'string' ? [{ name: 'schema.graphql', body: source }] : source;
  const definitions = files.flatMap((file) => (file.body.trim() === '' ? [] : parseFile(file, located)));
  const uses = directiveUses(definitions);
  const { dialect, plain } = chooseDialect(definitions, uses);
  checkSchemaDefinition(definitions);
  checkNames(definitions, plain ? undefined : dialect);
  checkDirectives(uses, dialect, knownDirectives(definitions, dialect, plain), plain);
  return indexSource(definitions, dialect, plain);
}

function parseFile({ name, body }: SchemaSource, located: boolean): readonly DefinitionNode[] {
  try {
    const { definitions } = parse(new Text(body, name), { noLocation: !located });
    for (const node of definitions) refuseExecutable(node);
    return definitions;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const [at] = error.locations ?? [];
    throw new SchemaError('syntax', error.message, {
      locations: at ? [{ file: name, line: at.line, column: at.column }] : [],
      cause: error,
    });
  }
}

const otherKinds: readonly string[] = [
  Kind.SCHEMA_DEFINITION,
  Kind.SCHEMA_EXTENSION,
  Kind.DIRECTIVE_DEFINITION,
];

function refuseExecutable(node: DefinitionNode): void {
  if (isTypeDefinition(node) || isTypeExtension(node) || otherKinds.includes(node.kind)) return;
  throw refusal(
    'syntax',
    node,
    'Operations and fragments do not belong in a schema.',
    'Move it to a file of operations.',
  );
}

// In a plain AppSync schema people declare AppSync's directives for the sake of their editors, and their own as well.
function knownDirectives(
  definitions: readonly DefinitionNode[],
  { directives }: Dialect,
  plain: boolean,
): ReadonlyMap<string, DirectiveDefinitionNode> {
  const declared = definitions.filter((node) => node.kind === Kind.DIRECTIVE_DEFINITION);
  if (plain) {
    return new Map([
      ...directives,
      ...mergedApiDirectives,
      ...declared.map((node) => [node.name.value, node] as const),
    ]);
  }
  const seen = new Set(directives.keys());
  for (const node of declared) {
    if (seen.has(node.name.value)) {
      throw refusal(
        'duplicate',
        node.name,
        `There is a directive @${node.name.value} already.`,
        'Remove this definition.',
      );
    }
    seen.add(node.name.value);
  }
  return directives;
}
