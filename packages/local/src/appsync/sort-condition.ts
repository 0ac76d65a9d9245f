import type { PageQuery } from '../store/item-store.ts';

type Condition = Readonly<Record<string, unknown>>;

/** The sort key condition among a query's arguments, as SQL on `e.sort`; undefined where none is given. */
export function sortCondition(
  sort: readonly string[],
  args: Readonly<Record<string, unknown>>,
): PageQuery['sort'] | undefined {
  const [first, ...more] = sort;
  if (first === undefined) return undefined;
  const name = more.reduce((joined, part) => joined + part.charAt(0).toUpperCase() + part.slice(1), first);
  const condition = args[name] as Condition | null | undefined;
  const [given] = Object.entries(condition ?? {});
  if (!given) return undefined;
  const [operator, value] = given;
  return toSql(operator, more.length === 0 ? value : joined(sort, value));
}

// A composite condition names the parts; the table holds them joined by `#`.
function joined(sort: readonly string[], value: unknown): unknown {
  if (Array.isArray(value)) return value.map((entry) => joined(sort, entry));
  const parts = value as Record<string, unknown>;
  return sort
    .map((name) => parts[name])
    .filter((part) => part != null)
    .join('#');
}

const operators: Record<string, string> = { eq: '=', lt: '<', le: '<=', gt: '>', ge: '>=' };

function toSql(operator: string, value: unknown): PageQuery['sort'] {
  const one = value as string | number;
  if (operator === 'between') {
    return { sql: 'e.sort BETWEEN ? AND ?', values: value as (string | number)[] };
  }
  if (operator === 'beginsWith') {
    return { sql: 'e.sort >= ? AND substr(e.sort, 1, length(?)) = ?', values: [one, one, one] };
  }
  return { sql: `e.sort ${operators[operator] ?? '='} ?`, values: [one] };
}
