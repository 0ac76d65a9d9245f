import { findingAt, type Finding } from './finding.ts';
import type { OperationSet } from './operation-set.ts';

/** Operations without a name. */
export function anonymousOperation({ operations }: OperationSet): Finding[] {
  return operations
    .filter(({ name }) => name === undefined)
    .map((node) =>
      findingAt(node, {
        code: 'anonymous-operation',
        message: `A ${node.operation} without a name.`,
        remedy: `Name it: ${node.operation} Name { … }.`,
      }),
    );
}
