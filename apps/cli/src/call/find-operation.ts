import type { TypedOperation } from '@postern/client';
import { didYouMean } from '../command/did-you-mean.ts';
import { FailedError, UsageError } from '../errors.ts';

/**
 * Finds an operation that can be called from here.
 *
 * @throws UsageError when there is none of the name; FailedError for a subscription.
 */
export function findOperation(
  operations: Readonly<Record<string, TypedOperation>>,
  name: string,
): TypedOperation {
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (!operation) {
    const hint = didYouMean(name, Object.keys(operations));
    throw new UsageError(`There is no operation "${name}".${hint} See postern call --list.`);
  }
  if (operation.kind === 'subscription') {
    throw new FailedError(`${name} is a subscription; postern call runs queries and mutations.`);
  }
  return operation;
}
