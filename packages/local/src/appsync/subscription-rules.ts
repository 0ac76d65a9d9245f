import { notAuthorized } from './errors.ts';
import { hasToken, type Caller, type TokenCaller } from './caller.ts';
import { groupNames, ownerNames } from './claims.ts';
import type { Args } from './field-arguments.ts';
import type { Filter } from './filter.ts';
import { allowsStatically, isDynamicFor, type Role } from './roles.ts';

/**
 * Decides what a subscriber gets of a model's events, as the resolvers that AWS's transformer generates do: all where a
 * static rule or the owner argument allows it, else only what an owner or dynamic group rule covers.
 *
 * @param roles - The roles that may listen.
 * @returns The filter that events have to pass; undefined where there is none.
 * @throws FieldError `Unauthorized`.
 */
export function subscriptionFilter(
  roles: readonly Role[],
  caller: Caller,
  args: Args,
  field: string,
): Filter | undefined {
  const asked = (args.filter ?? undefined) as Filter | undefined;
  const isAllowed = roles.some(({ row }) => allowsStatically(row, caller));
  if (!hasToken(caller)) {
    if (isAllowed) return asked;
    throw notAuthorized('Subscription', field);
  }
  const dynamic = roles.filter((role) => isDynamicFor(role, caller));
  const own = isAllowed ? false : namesOwner(dynamic, caller, args, field);
  // Owners first, then groups, as the resolvers put them together.
  const inOrder = [...dynamic].sort(
    (a, b) => Number(a.row.strategy === 'groups') - Number(b.row.strategy === 'groups'),
  );
  const filters = inOrder.flatMap((role) => eventFilter(role, caller));
  const onlyOwner = own && filters.length === 1 && Object.keys(asked ?? {}).length === 0;
  if (!onlyOwner && (!isAllowed || own) && filters.length > 0) {
    const or = { or: filters };
    return asked && Object.keys(asked).length > 0 ? { and: [or, asked] } : or;
  }
  if (isAllowed || own) return asked;
  throw notAuthorized('Subscription', field);
}

// Whether an argument such as `owner` names the subscriber; one that names somebody else is refused.
function namesOwner(roles: readonly Role[], { claims }: TokenCaller, args: Args, field: string): boolean {
  for (const { row } of roles) {
    const { whole, parts } = ownerNames(row, claims);
    const named = args[row.entity ?? ''];
    if (row.strategy !== 'owner' || whole === undefined || named == null || named === '') continue;
    if (![whole, ...parts].includes(String(named))) throw notAuthorized('Subscription', field);
    return true;
  }
  return false;
}

function eventFilter({ row, isList }: Role, { claims }: TokenCaller): Filter[] {
  const entity = row.entity ?? '';
  if (row.strategy === 'groups') {
    const groups = groupNames(row, claims);
    return groups.length > 0 ? [{ [entity]: { [isList ? 'containsAny' : 'in']: groups } }] : [];
  }
  const { whole, parts } = ownerNames(row, claims);
  // Events show the last part of `sub::username` only.
  return whole === undefined ? [] : [{ [entity]: { [isList ? 'contains' : 'eq']: parts.at(-1) ?? whole } }];
}
