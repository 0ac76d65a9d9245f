import type { TypedOperation } from './operation.ts';

/** A mutation that may have to be repeated. */
export interface RepeatableQuestion {
  readonly operationName: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Says whether repeating a mutation is safe although the server may have executed it. */
export type RepeatableRule = (mutation: RepeatableQuestion) => boolean;

/**
 * The rule that a mutation with a `condition` may be repeated: what it changes happens once. If it was executed and only its answer
 * lost, the repeated one ends in `condition-failed`, so that the caller has to ask what became of it. A condition that says nothing,
 * `{}`, holds each time and is none. What a condition says is not looked at: one that still holds after the mutation is no key.
 */
export const isConditional: RepeatableRule = ({ variables: { condition } }) =>
  typeof condition === 'object' && condition !== null && Object.keys(condition).length > 0;

/** The client's word on an operation and each set of its variables; queries always are. */
export function isRepeatable(
  { kind, name }: Pick<TypedOperation, 'kind' | 'name'>,
  all: readonly unknown[],
  rule: RepeatableRule | undefined,
): boolean {
  if (kind === 'query') return true;
  if (rule === undefined) return false;
  return all.every((variables) =>
    rule({ operationName: name, variables: (variables ?? {}) as Record<string, unknown> }),
  );
}
