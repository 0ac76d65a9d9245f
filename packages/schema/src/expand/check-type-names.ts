import {
  Kind,
  type DefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type NamedTypeNode,
  type TypeNode,
} from 'graphql';
import { didYouMean } from '../read/did-you-mean.ts';
import { refusal } from '../read/refuse.ts';
import { isScalarName } from '../read/scalars.ts';
import type { Source } from '../read/source.ts';
import type { Output } from './output.ts';

/**
 * Checks that every type that the source names exists, declared or generated.
 *
 * AWS's transformer refuses a source that names an input which it generates itself; people write that, so we accept it.
 *
 * @param mayCome - Whether a type of that name may still be generated.
 * @throws SchemaError `unknown-type`.
 */
export function checkTypeNames(
  { definitions, dialect, plain, objects }: Source,
  output: Output,
  mayCome: (name: string) => boolean = () => false,
): void {
  for (const definition of definitions) {
    if (definition.kind === Kind.DIRECTIVE_DEFINITION) continue;
    const isSchema = definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION;
    eachNamedType(definition, (node) => {
      const name = node.name.value;
      const known = isSchema ? objects.has(name) : output.has(name);
      if (known || isScalarName(name) || mayCome(name) || (!plain && dialect.argumentTypes.has(name))) return;
      throw unknownType(node, output);
    });
  }
}

/** Checks, before anything is generated, the types whose names nothing generated has. @throws SchemaError `unknown-type`. */
export function checkDeclaredNames(source: Source, output: Output): void {
  const hasJoins = source.placed.has('manyToMany');
  checkTypeNames(source, output, (name) => hasJoins || generated.test(name));
}

const generated = /Input$|Connection$|^Model|^Searchable/;

function unknownType(node: NamedTypeNode, output: Output) {
  const name = node.name.value;
  const others = [...output.types.keys()].filter((known) => known !== name);
  const hint = didYouMean(name, others) ?? 'Declare it, or correct the name.';
  return refusal('unknown-type', node, `Unknown type ${name}.`, hint);
}

// graphql-js's visitor looks at every node; only these hold types.
function eachNamedType(definition: DefinitionNode, use: (node: NamedTypeNode) => void): void {
  if ('interfaces' in definition) definition.interfaces?.forEach(use);
  if ('types' in definition) definition.types?.forEach(use);
  if ('operationTypes' in definition)
    definition.operationTypes?.forEach(({ type }) => {
      use(type);
    });
  if (!('fields' in definition)) return;
  for (const field of definition.fields ?? []) {
    for (const argument of argumentsOf(field)) use(namedType(argument.type));
    use(namedType(field.type));
  }
}

function argumentsOf(
  field: FieldDefinitionNode | InputValueDefinitionNode,
): readonly InputValueDefinitionNode[] {
  return field.kind === Kind.FIELD_DEFINITION ? (field.arguments ?? []) : [];
}

function namedType(node: TypeNode): NamedTypeNode {
  let inner = node;
  while (inner.kind !== Kind.NAMED_TYPE) inner = inner.type;
  return inner;
}
