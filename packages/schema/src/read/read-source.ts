import {
  GraphQLError,
  Kind,
  parse,
  Source,
  visit,
  type DirectiveNode,
  type ObjectTypeDefinitionNode,
  type TypeDefinitionNode,
} from 'graphql';
import { SchemaError } from '../errors.ts';
import { didYouMean } from './did-you-mean.ts';
import { directives } from './dialect.ts';
import { locate } from './locate.ts';

/** One schema file: its name, for locations, and its text. */
export interface SchemaSource {
  readonly name: string;
  readonly body: string;
}

/** The type definitions of a schema, `extend type` merged in, before anything is expanded. */
export interface SourceTypes {
  readonly types: ReadonlyMap<string, TypeDefinitionNode>;
  readonly objects: readonly ObjectTypeDefinitionNode[];
}

/**
 * Parses the sources and merges extensions into the types that they extend.
 *
 * @throws SchemaError `syntax`, `duplicate`, `unknown-directive`, `unknown-argument`.
 */
export function readSource(source: string | readonly SchemaSource[]): SourceTypes {
  const sources = typeof source === 'string' ? [{ name: 'schema.graphql', body: source }] : source;
  const types = new Map<string, TypeDefinitionNode>();
  const extensions: { readonly name: string; readonly node: ObjectTypeDefinitionNode }[] = [];
  for (const { name, body } of sources) {
    for (const definition of parseOne(name, body).definitions) {
      checkDirectives(definition);
      if (definition.kind === Kind.OBJECT_TYPE_EXTENSION) {
        extensions.push({
          name: definition.name.value,
          node: { ...definition, kind: Kind.OBJECT_TYPE_DEFINITION },
        });
      } else if (isTypeDefinition(definition)) {
        addType(types, definition);
      } else if (
        definition.kind !== Kind.SCHEMA_DEFINITION &&
        definition.kind !== Kind.DIRECTIVE_DEFINITION
      ) {
        throw new SchemaError('unsupported', `${definition.kind} is not supported in a schema source.`, {
          locations: locate(definition),
        });
      }
    }
  }
  for (const { name, node } of extensions) types.set(name, merge(types.get(name), node));
  const objects = [...types.values()].filter((type) => type.kind === Kind.OBJECT_TYPE_DEFINITION);
  return { types, objects };
}

function parseOne(name: string, body: string) {
  try {
    return parse(new Source(body, name));
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const [at] = error.locations ?? [];
    throw new SchemaError('syntax', error.message, {
      locations: at ? [{ file: name, ...at }] : [],
      cause: error,
    });
  }
}

const typeKinds: ReadonlySet<string> = new Set([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.UNION_TYPE_DEFINITION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.INPUT_OBJECT_TYPE_DEFINITION,
  Kind.SCALAR_TYPE_DEFINITION,
]);

function isTypeDefinition(node: { kind: string }): node is TypeDefinitionNode {
  return typeKinds.has(node.kind);
}

function addType(types: Map<string, TypeDefinitionNode>, definition: TypeDefinitionNode): void {
  const name = definition.name.value;
  if (types.has(name)) {
    throw new SchemaError('duplicate', `Type ${name} is defined twice.`, {
      locations: [...locate(definition), ...locate(types.get(name))],
      hint: `Remove one of the two, or write \`extend type ${name}\`.`,
    });
  }
  types.set(name, definition);
}

function merge(
  base: TypeDefinitionNode | undefined,
  extension: ObjectTypeDefinitionNode,
): TypeDefinitionNode {
  if (!base) return extension;
  if (base.kind !== Kind.OBJECT_TYPE_DEFINITION) {
    throw new SchemaError('unknown-type', `extend type ${base.name.value}: it is not an object type.`, {
      locations: locate(extension),
    });
  }
  return {
    ...base,
    directives: [...(base.directives ?? []), ...(extension.directives ?? [])],
    interfaces: [...(base.interfaces ?? []), ...(extension.interfaces ?? [])],
    fields: [...(base.fields ?? []), ...(extension.fields ?? [])],
  };
}

function checkDirectives(definition: Parameters<typeof visit>[0]): void {
  visit(definition, { Directive: checkDirective });
}

function checkDirective(node: DirectiveNode): void {
  const name = node.name.value;
  const known = directives.get(name);
  if (!known) {
    throw new SchemaError('unknown-directive', `Unknown directive @${name}.`, {
      locations: locate(node),
      hint: didYouMean(name, directives.keys(), '@') ?? 'Remove it.',
    });
  }
  const argumentNames = (known.arguments ?? []).map((argument) => argument.name.value);
  for (const argument of node.arguments ?? []) {
    if (argumentNames.includes(argument.name.value)) continue;
    const expected =
      argumentNames.length > 0 ? `It takes ${argumentNames.join(', ')}.` : 'It takes no argument.';
    throw new SchemaError('unknown-argument', `@${name} has no argument ${argument.name.value}.`, {
      locations: locate(argument),
      hint: didYouMean(argument.name.value, argumentNames) ?? expected,
    });
  }
}
