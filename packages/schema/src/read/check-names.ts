import { Kind, type DefinitionNode, type TypeDefinitionNode, type TypeExtensionNode } from 'graphql';
import { didYouMean } from './did-you-mean.ts';
import type { Dialect } from './dialect.ts';
import { refusal } from './refuse.ts';
import { extraScalars } from './scalars.ts';
import { isTypeDefinition, isTypeExtension } from './type-nodes.ts';

/**
 * Checks that names are given once: types, fields, enum values; and that each extension has what it extends.
 *
 * @param dialect - The one whose argument types take names; undefined where they are free to use.
 * @throws SchemaError `duplicate`, `reserved-name`, `unknown-type`, `invalid-extension`.
 */
export function checkNames(definitions: readonly DefinitionNode[], dialect: Dialect | undefined): void {
  const types = new Map<string, TypeDefinitionNode>();
  for (const node of definitions.filter(isTypeDefinition)) {
    const name = node.name.value;
    if (types.has(name)) {
      const hint = `Remove one of the two, or write \`extend type ${name}\`.`;
      throw refusal('duplicate', node.name, `Type ${name} is defined twice.`, hint);
    }
    if (dialect && (dialect.argumentTypes.has(name) || extraScalars.has(name))) {
      const hint = extraScalars.has(name) ? 'Remove this definition.' : 'Choose another name.';
      throw refusal(
        'reserved-name',
        node.name,
        `There is a type ${name} already, without being declared.`,
        hint,
      );
    }
    types.set(name, node);
  }
  const members = new Map<string, Set<string>>();
  for (const node of definitions) {
    if (isTypeExtension(node)) checkExtension(node, types);
    if (isTypeExtension(node) || isTypeDefinition(node)) checkMembers(node, members);
  }
}

function checkExtension(node: TypeExtensionNode, types: ReadonlyMap<string, TypeDefinitionNode>): void {
  const name = node.name.value;
  const base = types.get(name);
  if (!base) {
    const hint =
      didYouMean(name, types.keys()) ?? `Declare it: replace \`extend type ${name}\` by \`type ${name}\`.`;
    throw refusal('unknown-type', node.name, `Cannot extend ${name}: no such type is declared.`, hint);
  }
  if (base.kind.replace('Definition', '') !== node.kind.replace('Extension', '')) {
    throw refusal(
      'invalid-extension',
      node,
      `Cannot extend ${name}: it is another kind of type.`,
      'Extend it as what it is.',
    );
  }
}

function checkMembers(node: TypeDefinitionNode | TypeExtensionNode, members: Map<string, Set<string>>): void {
  const entries = 'fields' in node ? node.fields : 'values' in node ? node.values : undefined;
  if (!entries || entries.length === 0) return;
  const seen = members.get(node.name.value) ?? new Set<string>();
  members.set(node.name.value, seen);
  const kind = 'values' in node ? 'Value' : 'Field';
  for (const entry of entries) {
    if (seen.has(entry.name.value)) {
      const problem = `${kind} ${node.name.value}.${entry.name.value} is defined twice.`;
      throw refusal('duplicate', entry, problem, 'Remove one of the two.');
    }
    seen.add(entry.name.value);
  }
}

/** @throws SchemaError `duplicate` for a second `schema { … }` or a root type given twice. */
export function checkSchemaDefinition(definitions: readonly DefinitionNode[]): void {
  const nodes = definitions.filter((node) => node.kind === Kind.SCHEMA_DEFINITION);
  if (nodes[1]) throw refusal('duplicate', nodes[1], 'There are two schema definitions.', 'Keep one.');
  const seen = new Set<string>();
  for (const { operation, ...node } of nodes[0]?.operationTypes ?? []) {
    if (seen.has(operation)) {
      throw refusal(
        'duplicate',
        { operation, ...node },
        `The schema names its ${operation} type twice.`,
        'Keep one.',
      );
    }
    seen.add(operation);
  }
}
