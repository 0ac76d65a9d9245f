import { Kind, print, type ConstDirectiveNode, type TypeDefinitionNode } from 'graphql';
import { consumed } from '../read/dialect.ts';
import type { Output, OutputField, OutputType } from './output.ts';

/** Copies the source's own types to the output, without the directives that the transformer consumes. */
export function copyTypes(types: ReadonlyMap<string, TypeDefinitionNode>, output: Output): void {
  for (const type of types.values()) {
    // `input AMPLIFY { globalAuthRule … }` is a convention for settings, not a type.
    if (type.name.value !== 'AMPLIFY') output.add(copyType(type));
  }
}

const kinds = {
  [Kind.OBJECT_TYPE_DEFINITION]: 'type',
  [Kind.INTERFACE_TYPE_DEFINITION]: 'interface',
  [Kind.INPUT_OBJECT_TYPE_DEFINITION]: 'input',
  [Kind.ENUM_TYPE_DEFINITION]: 'enum',
  [Kind.UNION_TYPE_DEFINITION]: 'union',
  [Kind.SCALAR_TYPE_DEFINITION]: 'scalar',
} as const;

function copyType(type: TypeDefinitionNode): OutputType {
  return {
    kind: kinds[type.kind],
    name: type.name.value,
    directives: keptDirectives(type.directives),
    interfaces: 'interfaces' in type ? (type.interfaces ?? []).map((node) => node.name.value) : [],
    fields: copyFields(type),
    values:
      type.kind === Kind.ENUM_TYPE_DEFINITION
        ? (type.values ?? []).map((value) =>
            [value.name.value, ...keptDirectives(value.directives)].join(' '),
          )
        : type.kind === Kind.UNION_TYPE_DEFINITION
          ? (type.types ?? []).map((member) => member.name.value)
          : [],
  };
}

function copyFields(type: TypeDefinitionNode): OutputField[] {
  if (!('fields' in type)) return [];
  return (type.fields ?? []).map((field) => ({
    name: field.name.value,
    type: print(field.type),
    args:
      field.kind === Kind.FIELD_DEFINITION
        ? (field.arguments ?? []).map((argument) => ({
            name: argument.name.value,
            type: print(argument.type) + (argument.defaultValue ? ` = ${print(argument.defaultValue)}` : ''),
          }))
        : [],
    directives: keptDirectives(field.directives),
  }));
}

function keptDirectives(directives: readonly ConstDirectiveNode[] | undefined): string[] {
  return (directives ?? [])
    .filter((directive) => !consumed.has(directive.name.value))
    .map((directive) => print(directive));
}
