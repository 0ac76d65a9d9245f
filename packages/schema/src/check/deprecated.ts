import { Kind, NoDeprecatedCustomRule, validate } from 'graphql';
import { findingAt, type Finding } from './finding.ts';
import type { OperationSet } from './operation-set.ts';

/** Fields, arguments, input fields and enum values that the schema calls deprecated. */
export function deprecated({ schema, definitions }: OperationSet): Finding[] {
  const document = { kind: Kind.DOCUMENT, definitions } as const;
  const errors = validate(schema, document, [NoDeprecatedCustomRule], { maxErrors: Infinity });
  return errors.map(({ message, nodes }) =>
    findingAt(nodes?.[0], {
      code: 'deprecated',
      message: /[.!?]$/.test(message) ? message : `${message}.`,
      remedy: 'Use what the reason names instead, before it is taken away.',
    }),
  );
}
