import type { AccessOperation, AccessRow, AccessTable } from '@postern/schema';
import type { Claims } from '../cognito/verify-token.ts';
import type { Item } from '../store/item-store.ts';
import type { Caller } from './caller.ts';

/** A role of the access table with the fields that it covers for one operation. */
export interface Role {
  readonly row: AccessRow;
  readonly fields: ReadonlySet<string>;
  /** Whether it covers every field that the type's rules cover. */
  readonly allFields: boolean;
}

/** The roles that may do an operation on a type, each with its fields. */
export function rolesFor(access: AccessTable, type: string, operation: AccessOperation): Role[] {
  const rows = access.rowsOf(type).filter((row) => row.operations.includes(operation));
  const total = access.fieldsOf(type).length;
  return [...Map.groupBy(rows, roleKey).values()].flatMap((ofRole) => {
    const [row] = ofRole;
    const fields = new Set(ofRole.map(({ field }) => field));
    return row ? [{ row, fields, allFields: fields.size === total }] : [];
  });
}

function roleKey(row: AccessRow): string {
  return JSON.stringify([row.provider, row.strategy, row.static, row.claim, row.entity]);
}

/** Whether a row lets a caller in, whatever the record. */
export function allowsStatically(row: AccessRow, caller: Caller): boolean {
  if (!row.static) return false;
  if (caller.mode === 'apiKey') return row.provider === 'apiKey';
  if (caller.mode !== 'userPools' || row.provider !== 'userPools') return false;
  return (
    row.strategy === 'private' ||
    (row.strategy === 'groups' && groupsIn(caller.claims, row.claim).includes(row.entity ?? ''))
  );
}

/** Whether a row lets a caller in because of who the record names. */
export function allowsFor(row: AccessRow, caller: Caller, item: Item): boolean {
  if (row.static || caller.mode !== 'userPools' || row.provider !== 'userPools') return false;
  const names = [item[row.entity ?? '']].flat();
  const own = row.strategy === 'owner' ? ownerNames(row, caller.claims) : groupsIn(caller.claims, row.claim);
  return names.some((name) => typeof name === 'string' && own.includes(name));
}

// The groups that a claim holds: a list, or a single name.
function groupsIn(claims: Claims, claim: string | null): string[] {
  const value = claim === null || !Object.hasOwn(claims, claim) ? undefined : claims[claim];
  return [value].flat().filter((group) => typeof group === 'string');
}

/** What an owner field may hold for it to be the caller's: the whole claim, or each of its parts. */
function ownerNames(row: AccessRow, claims: Claims): string[] {
  const whole = ownerName(row, claims);
  return whole === undefined ? [] : [whole, ...ownerParts(row, claims).filter((part) => part !== undefined)];
}

/** What an owner field is filled with, such as `sub::username`; undefined where the token lacks a claim. */
export function ownerName(row: AccessRow, claims: Claims): string | undefined {
  const parts = ownerParts(row, claims);
  return parts.every((part) => part !== undefined) ? parts.join('::') : undefined;
}

function ownerParts(row: AccessRow, claims: Claims): (string | undefined)[] {
  return (row.claim ?? '').split('::').map((name) => {
    const value =
      name === 'username' || name === 'cognito:username'
        ? (claims.username ?? claims['cognito:username'])
        : claim(claims, name);
    return typeof value === 'string' ? value : undefined;
  });
}

function claim(claims: Claims, name: string): unknown {
  return Object.hasOwn(claims, name) ? claims[name] : undefined;
}
