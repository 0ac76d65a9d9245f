import type { Item } from '../store/item-store.ts';
import { FieldError } from './errors.ts';

/** A filter or condition input, such as `{ status: { eq: "PENDING" }, or: [...] }`. */
export type Filter = Readonly<Record<string, unknown>>;

/**
 * Whether a record meets a filter, as DynamoDB would decide.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 */
export function matches(filter: Filter | null | undefined, item: Item): boolean {
  return Object.entries(filter ?? {}).every(([name, value]) => {
    if (name === 'and') return [value].flat().every((part) => matches(part as Filter, item));
    if (name === 'or') return [value].flat().some((part) => matches(part as Filter, item));
    if (name === 'not') return !matches(value as Filter, item);
    const comparisons = Object.entries((value ?? {}) as Record<string, unknown>);
    return comparisons.every(([operator, wanted]) => compare(operator, item[name], wanted));
  });
}

/**
 * Looks at a filter or condition before any record is compared with it.
 *
 * @throws FieldError `InvalidArgumentsError` for an operator that has not the values that it needs.
 */
export function checkFilter(filter: Filter | null | undefined): void {
  for (const [name, value] of Object.entries(filter ?? {})) {
    if (connectives.has(name)) [value].flat().forEach((part) => checkFilter(part as Filter));
    else checkOperators(name, value as Filter | null);
  }
}

const connectives = new Set(['and', 'or', 'not']);
const needLists = new Set(['in', 'notIn', 'containsAny']);

function checkOperators(field: string, operators: Filter | null): void {
  for (const [operator, wanted] of Object.entries(operators ?? {})) {
    if (operator === 'size') checkOperators(`${field}.size`, wanted as Filter | null);
    else if (operator === 'between' && !(Array.isArray(wanted) && wanted.length === 2)) {
      throw wrong(`Argument '${field}.between' expects exactly two elements.`);
    } else if (needLists.has(operator) && !Array.isArray(wanted)) {
      throw wrong(`Argument '${field}.${operator}' expects a list.`);
    }
  }
}

function wrong(message: string): FieldError {
  return new FieldError('InvalidArgumentsError', message);
}

type Comparison = (actual: unknown, wanted: unknown) => boolean;

const order =
  (decide: (sign: number) => boolean): Comparison =>
  (actual, wanted) => {
    const sign = signOf(actual, wanted);
    return sign !== undefined && decide(sign);
  };

const comparisons: Readonly<Record<string, Comparison>> = {
  eq: (actual, wanted) => equal(actual, wanted),
  // A missing attribute is unequal to everything.
  ne: (actual, wanted) => !equal(actual, wanted),
  lt: order((sign) => sign < 0),
  le: order((sign) => sign <= 0),
  gt: order((sign) => sign > 0),
  ge: order((sign) => sign >= 0),
  contains: (actual, wanted) => contains(actual, wanted),
  // Of subscriptions only.
  containsAny: (actual, wanted) => (wanted as unknown[]).some((entry) => contains(actual, entry)),
  notContains: (actual, wanted) => !contains(actual, wanted),
  beginsWith: (actual, wanted) => typeof actual === 'string' && actual.startsWith(String(wanted)),
  between: (actual, wanted) => {
    const [low, high] = wanted as unknown[];
    return compare('ge', actual, low) && compare('le', actual, high);
  },
  in: (actual, wanted) => (wanted as unknown[]).some((entry) => equal(actual, entry)),
  notIn: (actual, wanted) => !(wanted as unknown[]).some((entry) => equal(actual, entry)),
  attributeExists: (actual, wanted) => (actual !== undefined) === wanted,
  attributeType: (actual, wanted) => attributeType(actual) === wanted,
  size: (actual, wanted) =>
    Object.entries((wanted ?? {}) as Record<string, unknown>).every(([operator, value]) =>
      compare(operator, sizeOf(actual), value),
    ),
};

function compare(operator: string, actual: unknown, wanted: unknown): boolean {
  const comparison = Object.hasOwn(comparisons, operator) ? comparisons[operator] : undefined;
  if (!comparison) throw new FieldError('UnsupportedOperation', `The operator ${operator} is not supported.`);
  return comparison(actual, wanted);
}

// Values of different types have no order.
function signOf(a: unknown, b: unknown): number | undefined {
  if (typeof a === 'number' && typeof b === 'number') return Math.sign(a - b);
  return typeof a === 'string' && typeof b === 'string'
    ? Buffer.compare(Buffer.from(a), Buffer.from(b))
    : undefined;
}

function equal(a: unknown, b: unknown): boolean {
  return typeof a === 'object' ? JSON.stringify(a) === JSON.stringify(b) : a === b;
}

function contains(actual: unknown, wanted: unknown): boolean {
  if (typeof actual === 'string') return actual.includes(String(wanted));
  return Array.isArray(actual) && actual.some((entry) => equal(entry, wanted));
}

function sizeOf(value: unknown): number | undefined {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (Array.isArray(value)) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : undefined;
}

function attributeType(value: unknown): string | undefined {
  if (value === null) return '_null';
  if (Array.isArray(value)) return 'list';
  const types: Record<string, string> = {
    string: 'string',
    number: 'number',
    boolean: 'bool',
    object: 'map',
  };
  return types[typeof value];
}
