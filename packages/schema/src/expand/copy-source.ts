import {
  Kind,
  print,
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type TypeDefinitionNode,
  type TypeExtensionNode,
} from 'graphql';
import { directiveOn } from '../read/directive-arguments.ts';
import { kept as keptDirectives } from '../read/dialect.ts';
import { mergedApiDirectives } from '../read/merged-api.ts';
import type { Source } from '../read/source.ts';
import { isTypeDefinition, isTypeExtension } from '../read/type-nodes.ts';
import { typeText } from '../read/type-text.ts';
import { Output, type OutputArgument, type OutputField, type OutputKind, type OutputType } from './output.ts';
import { noDirectives, outputDirective, withDirectives, type OutputDirective } from './output-directive.ts';

const kinds: Readonly<Record<string, OutputKind>> = {
  [Kind.OBJECT_TYPE_DEFINITION]: 'type',
  [Kind.INTERFACE_TYPE_DEFINITION]: 'interface',
  [Kind.INPUT_OBJECT_TYPE_DEFINITION]: 'input',
  [Kind.ENUM_TYPE_DEFINITION]: 'enum',
  [Kind.UNION_TYPE_DEFINITION]: 'union',
  [Kind.SCALAR_TYPE_DEFINITION]: 'scalar',
};

/** Copies the declared types into the executable schema: extensions merged in, the transformer's directives left out. */
export function copySource(source: Source): Output {
  const output = new Output();
  for (const node of source.definitions) {
    if (!isTypeDefinition(node) || node.name.value === 'AMPLIFY') continue;
    const type: OutputType = {
      kind: kinds[node.kind] ?? 'type',
      name: node.name.value,
      fields: new Map(),
      members: new Map(),
      directives: keep(node.directives),
      interfaces: 'interfaces' in node ? (node.interfaces ?? []).map(({ name }) => name.value) : [],
      isModel: directiveOn(node, 'model') !== undefined,
      description: node.description?.value,
    };
    addMembers(type, node);
    output.types.set(type.name, type);
  }
  for (const node of source.definitions) if (isTypeExtension(node)) extend(output, node);
  return output;
}

function extend(output: Output, node: DefinitionNode & TypeExtensionNode): void {
  const type = output.types.get(node.name.value);
  if (!type) return;
  type.directives = withDirectives(type.directives, keep(node.directives));
  if ('interfaces' in node) {
    type.interfaces = [
      ...new Set([...type.interfaces, ...(node.interfaces ?? []).map(({ name }) => name.value)]),
    ];
  }
  addMembers(type, node);
}

function addMembers(type: OutputType, node: TypeDefinitionNode | TypeExtensionNode): void {
  if ('fields' in node) {
    for (const field of node.fields ?? []) type.fields.set(field.name.value, copyField(field));
  }
  if ('values' in node) {
    for (const value of node.values ?? []) type.members.set(value.name.value, keep(value.directives));
  }
  if ('types' in node)
    for (const member of node.types ?? []) type.members.set(member.name.value, noDirectives);
}

function copyField(node: FieldDefinitionNode | InputValueDefinitionNode): OutputField {
  const args = node.kind === Kind.FIELD_DEFINITION ? (node.arguments ?? []).map(copyArgument) : [];
  return { ...copyArgument(node), args, directives: keep(node.directives) };
}

function copyArgument(node: FieldDefinitionNode | InputValueDefinitionNode): OutputArgument {
  const defaultValue = node.kind === Kind.INPUT_VALUE_DEFINITION ? node.defaultValue : undefined;
  return {
    name: node.name.value,
    type: typeText(node.type),
    ...(defaultValue ? { defaultValue: print(defaultValue) } : {}),
    ...(node.description ? { description: node.description.value } : {}),
    ...(node.directives?.length ? { directives: keep(node.directives) } : {}),
  };
}

function keep(directives: readonly ConstDirectiveNode[] | undefined): readonly OutputDirective[] {
  if (directives === undefined || directives.length === 0) return noDirectives;
  return directives
    .filter(({ name }) => keptDirectives.has(name.value) || mergedApiDirectives.has(name.value))
    .map(outputDirective);
}
