import { Kind, type DefinitionNode, type TypeDefinitionNode, type TypeExtensionNode } from 'graphql';

const definitionKinds: ReadonlySet<string> = new Set([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.UNION_TYPE_DEFINITION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.INPUT_OBJECT_TYPE_DEFINITION,
  Kind.SCALAR_TYPE_DEFINITION,
]);

const extensionKinds: ReadonlySet<string> = new Set([
  Kind.OBJECT_TYPE_EXTENSION,
  Kind.INTERFACE_TYPE_EXTENSION,
  Kind.UNION_TYPE_EXTENSION,
  Kind.ENUM_TYPE_EXTENSION,
  Kind.INPUT_OBJECT_TYPE_EXTENSION,
  Kind.SCALAR_TYPE_EXTENSION,
]);

export function isTypeDefinition(node: DefinitionNode): node is TypeDefinitionNode {
  return definitionKinds.has(node.kind);
}

export function isTypeExtension(node: DefinitionNode): node is TypeExtensionNode {
  return extensionKinds.has(node.kind);
}
