import type { KeySchema } from '@postern/schema';
import type { Item } from '../store/item-store.ts';
import { hasToken, type Caller, type TokenCaller } from './caller.ts';
import { groupNames, ownerNames } from './claims.ts';
import { allowsStatically, isDynamicFor, names, type Role } from './roles.ts';

type Args = Readonly<Record<string, unknown>>;

/** What a caller may read of what a query finds. */
export interface Reading {
  /** Whether the rules let the caller see a record; asked after the page was read, like a filter. */
  readonly sees: (record: Item) => boolean;
  /** The query's arguments, narrowed to the caller's own keys where a rule does so. */
  readonly args: Args;
}

/** A query as the rules look at it. */
export interface AskedQuery {
  readonly args: Args;
  /** The keys of what is read: of the table or of an index. */
  readonly key: KeySchema;
  readonly isIndex: boolean;
}

const everything = (): boolean => true;

/**
 * Decides what a caller may read, as the resolvers of AWS's transformer do: static rules first, then owner and dynamic
 * group rules as a filter, or through the key where the key names the owner.
 *
 * @returns undefined where no rule lets the caller see anything.
 */
export function readingFor(roles: readonly Role[], caller: Caller, query: AskedQuery): Reading | undefined {
  const { args } = query;
  if (roles.some(({ row }) => allowsStatically(row, caller))) return { sees: everything, args };
  if (!hasToken(caller)) return undefined;
  const dynamic = roles.filter((role) => isDynamicFor(role, caller));
  const keyFields = keyFieldsOf(query.key);
  const isOfKey = ({ row }: Role): boolean => keyFields.includes(row.entity ?? '');
  const filters = dynamic.filter((role) => !isOfKey(role)).flatMap((role) => filterOf(role, caller));
  return readByKey(dynamic.filter(isOfKey), filters, caller, query);
}

type Filter = (record: Item) => boolean;

// Two sort fields or more are one attribute in the table, which no rule names.
function keyFieldsOf({ partition, sort }: KeySchema): string[] {
  return sort.length === 1 ? [partition, ...sort] : [partition];
}

// None where the token has none of the rule's claims.
function filterOf({ row, isList }: Role, { claims }: TokenCaller): Filter[] {
  const named = (record: Item): unknown => record[row.entity ?? ''];
  if (row.strategy === 'groups') {
    const groups = groupNames(row, claims);
    return groups.length > 0 ? [(record) => names(named(record), groups, isList)] : [];
  }
  const { whole, parts } = ownerNames(row, claims);
  const own = whole === undefined ? parts : [whole, ...parts];
  return own.length > 0 ? [(record) => names(named(record), own, isList)] : [];
}

function readByKey(
  roles: readonly Role[],
  filters: readonly Filter[],
  caller: TokenCaller,
  { args, key, isIndex }: AskedQuery,
): Reading | undefined {
  const open: { field: string; own: readonly string[] }[] = [];
  for (const { row } of roles) {
    const own = ownKeys(row, caller);
    const field = row.entity ?? '';
    if (!own) continue;
    if (args[field] == null) open.push({ field, own });
    else if (asksForOwn(args[field], own)) return { sees: everything, args };
  }
  const filtered: Reading | undefined =
    filters.length > 0 ? { sees: (record) => filters.some((filter) => filter(record)), args } : undefined;
  if (open.length === 0) return filtered;
  if (!isIndex && args[key.partition] == null) {
    const own: Filter[] = open.map(
      ({ field, own: keys }) =>
        (record) =>
          names(record[field], keys, false),
    );
    return { sees: (record) => [...filters, ...own].some((filter) => filter(record)), args };
  }
  return filtered ?? { sees: everything, args: narrowed(args, key, open) };
}

// The last is the whole: `sub::username`.
function ownKeys(row: Role['row'], { claims }: TokenCaller): readonly string[] | undefined {
  if (row.strategy === 'groups') {
    const groups = groupNames(row, claims);
    return groups.length > 0 ? groups : undefined;
  }
  const { whole, parts } = ownerNames(row, claims);
  return whole === undefined ? undefined : [...parts, whole];
}

function asksForOwn(asked: unknown, own: readonly string[]): boolean {
  if (typeof asked === 'string') return own.includes(asked);
  const { eq } = asked as { eq?: unknown };
  return typeof eq === 'string' && own.includes(eq);
}

function narrowed(
  args: Args,
  { sort }: KeySchema,
  open: readonly { field: string; own: readonly string[] }[],
): Args {
  const added = open.map(({ field, own }) => {
    const value = own.at(-1);
    return [field, sort.includes(field) ? { eq: value } : value] as const;
  });
  return { ...args, ...Object.fromEntries(added) };
}
