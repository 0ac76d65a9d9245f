import {
  Kind,
  LoneAnonymousOperationRule,
  NoUnusedFragmentsRule,
  OperationTypeNode,
  specifiedRules,
  UniqueFragmentNamesRule,
  UniqueOperationNamesRule,
  validate,
  type GraphQLError,
  type OperationDefinitionNode,
  type ValidationRule,
} from 'graphql';
import { findingAt, type Finding } from './finding.ts';
import type { OperationSet } from './operation-set.ts';

// Names have findings of their own. A fragment may be for others than the operations at hand.
const elsewhere: readonly ValidationRule[] = [
  LoneAnonymousOperationRule,
  NoUnusedFragmentsRule,
  UniqueFragmentNamesRule,
  UniqueOperationNamesRule,
];
const rules = specifiedRules.filter((rule) => !elsewhere.includes(rule));

/** What AppSync would refuse before it runs anything. */
export function invalidOperation({ schema, definitions, operations }: OperationSet): Finding[] {
  const document = { kind: Kind.DOCUMENT, definitions } as const;
  const found = validate(schema, document, rules, { maxErrors: Infinity }).map(asFinding);
  // graphql-js sees nothing wrong with an operation of a kind that the schema does not have, until it is run.
  const rootless = operations.filter(({ operation }) => !schema.getRootType(operation));
  return [...found, ...rootless.map(withoutRoot)];
}

function withoutRoot(node: OperationDefinitionNode): Finding {
  const plural = node.operation === OperationTypeNode.QUERY ? 'queries' : `${node.operation}s`;
  const message = `The schema has no ${plural}.`;
  return findingAt(node, { code: 'invalid-operation', message, remedy: 'Remove the operation.' });
}

function asFinding({ message, nodes }: GraphQLError): Finding {
  const remedy = /did you mean/i.test(message)
    ? 'Write one of the names that it proposes.'
    : 'Follow the schema as AppSync has it: postern schema expand.';
  return findingAt(nodes?.[0], { code: 'invalid-operation', message, remedy });
}
