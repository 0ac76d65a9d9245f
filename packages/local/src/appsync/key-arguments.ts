import type { KeySchema } from '@postern/schema';
import { FieldError } from './errors.ts';
import type { Args } from './field-arguments.ts';

/**
 * Checks the key arguments of a query as the transformer's resolvers do.
 *
 * @param of - A table may be listed without a key, an index may not.
 * @throws FieldError `InvalidArgumentsError`.
 */
export function checkKeyArguments({ partition, sort }: KeySchema, args: Args, of: 'table' | 'index'): void {
  const [first] = sort;
  if (args.sortDirection != null && first === undefined) {
    throw invalid('sortDirection is not supported for List operations without a Sort key defined.');
  }
  if (of === 'table' && args[partition] == null && args.sortDirection != null) {
    throw invalid(`When providing argument 'sortDirection' you must also provide argument '${partition}'.`);
  }
  if (first === undefined) return;
  const name = sortArgument(sort);
  if (args[name] == null) return;
  if (args[partition] == null) {
    throw invalid(`When providing argument '${name}' you must also provide arguments ${partition}`);
  }
  const condition = args[name] as Readonly<Record<string, unknown>>;
  if (Object.keys(condition).length > 1) {
    throw invalid(`Argument ${name} must specify at most one key condition operation.`);
  }
  if (Array.isArray(condition.between) && condition.between.length !== 2) {
    throw invalid(`Argument '${name}.between' expects exactly two elements.`);
  }
}

/** The argument that holds the sort key's condition: `cityStreet` for the key of `city` and `street`. */
export function sortArgument([first = '', ...more]: readonly string[]): string {
  return more.reduce((joined, part) => joined + part.charAt(0).toUpperCase() + part.slice(1), first);
}

function invalid(message: string): FieldError {
  return new FieldError('InvalidArgumentsError', message);
}
