import type { SortCondition } from '../store/item-store.ts';
import { sortArgument } from './key-arguments.ts';

type Condition = Readonly<Record<string, unknown>>;

const operators = ['eq', 'lt', 'le', 'gt', 'ge', 'between', 'beginsWith'] as const;

/** The sort key condition among a query's arguments; undefined where none is given. */
export function sortCondition(
  sort: readonly string[],
  args: Readonly<Record<string, unknown>>,
): SortCondition | undefined {
  if (sort.length === 0) return undefined;
  const condition = args[sortArgument(sort)] as Condition | null | undefined;
  const operator = operators.find((name) => condition?.[name] != null);
  if (!condition || !operator) return undefined;
  const value = condition[operator];
  const values = (Array.isArray(value) ? value : [value]) as unknown[];
  return { operator, values: values.map((one) => (sort.length === 1 ? (one as string) : joined(sort, one))) };
}

// A composite condition names the parts; the table holds them joined by `#`.
function joined(sort: readonly string[], value: unknown): string {
  const parts = value as Condition;
  return sort
    .map((name) => parts[name])
    .filter((part) => part != null)
    .join('#');
}
