import { Kind, type DocumentNode, type FieldNode, type SelectionSetNode } from 'graphql';
import type { ExpandedSchema } from '../expand.ts';

/**
 * What an operation has to be allowed on by an IAM policy, as `types/Query/fields/getItem`: its root fields, which is what
 * CDK's `grantQuery` and its kin grant. What is selected below them is opened by directives of the schema, not by a policy.
 *
 * @param document - One operation and the fragments that it uses, valid against the schema.
 * @returns Each resource once, in order; behind `arn:…:apis/ID/` it is an ARN.
 * @see https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#aws-iam-authorization
 */
export function iamResources({ schema }: Pick<ExpandedSchema, 'schema'>, document: DocumentNode): string[] {
  const resources = document.definitions.flatMap((node) => {
    if (node.kind !== Kind.OPERATION_DEFINITION) return [];
    const type = schema.getRootType(node.operation)?.name;
    return type === undefined
      ? []
      : rootFields(document, node.selectionSet).map((field) => `types/${type}/fields/${field}`);
  });
  return [...new Set(resources)].sort();
}

function rootFields(
  document: DocumentNode,
  selections: SelectionSetNode,
  within = new Set<string>(),
): string[] {
  return selections.selections.flatMap((node): string[] => {
    if (node.kind === Kind.FIELD) return isIntrospection(node) ? [] : [node.name.value];
    if (node.kind === Kind.INLINE_FRAGMENT) return rootFields(document, node.selectionSet, within);
    const name = node.name.value;
    if (within.has(name)) return [];
    const fragment = fragmentNamed(document, name);
    return fragment ? rootFields(document, fragment, new Set([...within, name])) : [];
  });
}

function isIntrospection({ name }: FieldNode): boolean {
  return name.value.startsWith('__');
}

function fragmentNamed({ definitions }: DocumentNode, name: string): SelectionSetNode | undefined {
  for (const node of definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === name) return node.selectionSet;
  }
  return undefined;
}
