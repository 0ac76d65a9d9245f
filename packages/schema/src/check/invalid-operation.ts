import {
  Kind,
  LoneAnonymousOperationRule,
  NoUnusedFragmentsRule,
  specifiedRules,
  UniqueFragmentNamesRule,
  UniqueOperationNamesRule,
  validate,
  type GraphQLError,
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
export function invalidOperation({ schema, definitions }: OperationSet): Finding[] {
  const document = { kind: Kind.DOCUMENT, definitions } as const;
  return validate(schema, document, rules, { maxErrors: Infinity }).map(asFinding);
}

function asFinding({ message, nodes }: GraphQLError): Finding {
  const remedy = /did you mean/i.test(message)
    ? 'Write one of the names that it proposes.'
    : 'Follow the schema as AppSync has it: postern schema expand.';
  return findingAt(nodes?.[0], { code: 'invalid-operation', message, remedy });
}
