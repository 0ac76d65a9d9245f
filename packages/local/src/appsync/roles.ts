import type { AccessOperation, AccessRow, ExpandedSchema } from '@postern/schema';
import { getNullableType, isListType, isObjectType } from 'graphql';
import type { IamPrincipal } from '../sigv4/principal.ts';
import type { Item } from '../store/item-store.ts';
import { hasToken, type Caller } from './caller.ts';
import { groupNames, isInGroup, ownerNames } from './claims.ts';

/** A role of the access table with the fields that it covers for some operation. */
export interface Role {
  readonly row: AccessRow;
  readonly fields: ReadonlySet<string>;
  /** Whether it covers every field that the type's rules cover. */
  readonly allFields: boolean;
  /** Whether the record's field that names owners or groups is a list. */
  readonly isList: boolean;
}

/** The roles that may do any of some operations on a type, each with the fields on which it may. */
export function rolesFor(
  expanded: ExpandedSchema,
  type: string,
  ...operations: readonly AccessOperation[]
): Role[] {
  const { access } = expanded;
  const rows = access.rowsOf(type).filter((row) => operations.some((name) => row.operations.includes(name)));
  const total = access.fieldsOf(type).length;
  return [...Map.groupBy(rows, roleKey).values()].flatMap((ofRole) => {
    const [row] = ofRole;
    if (!row) return [];
    const fields = new Set(ofRole.map(({ field }) => field));
    return [
      { row, fields, allFields: fields.size === total, isList: isListField(expanded, type, row.entity) },
    ];
  });
}

/** Tells roles apart, whatever field and operation their row is of. */
export function roleKey(row: AccessRow): string {
  return JSON.stringify([row.provider, row.strategy, row.static, row.claim, row.entity]);
}

/** Whether the type's field is a list. */
export function isListField({ schema }: ExpandedSchema, typeName: string, field: string | null): boolean {
  const type = schema.getType(typeName);
  const found = isObjectType(type) ? type.getFields()[field ?? ''] : undefined;
  return found !== undefined && isListType(getNullableType(found.type));
}

/** Whether a row lets a caller in, whatever the record. */
export function allowsStatically(row: AccessRow, caller: Caller): boolean {
  if (!row.static) return false;
  if (caller.mode === 'iam') return isRoleOf(row, caller.principal);
  if (caller.mode === 'lambda') return row.provider === 'function';
  if (caller.mode === 'apiKey') return row.provider === 'apiKey';
  if (row.provider !== caller.mode) return false;
  return row.strategy === 'private' || (row.strategy === 'groups' && isInGroup(row, caller.claims));
}

// The roles of the identity pool: guests have one, signed-in users the other.
function isRoleOf({ provider, claim }: AccessRow, { identity }: IamPrincipal): boolean {
  if (!identity || (provider !== 'identityPool' && provider !== 'iam')) return false;
  return claim === (identity.isGuest ? 'unauthRole' : 'authRole');
}

/** Whether a caller passes every rule: IAM principals where the API is set up so, but not through an identity pool. */
export function passesRules({ iamAccess }: Pick<ExpandedSchema, 'iamAccess'>, caller: Caller): boolean {
  return iamAccess && caller.mode === 'iam' && caller.principal.identity === undefined;
}

/** Whether a role is one that a record may grant this caller. */
export function isDynamicFor({ row }: Pick<Role, 'row'>, caller: Caller): boolean {
  return !row.static && hasToken(caller) && row.provider === caller.mode;
}

/** Whether a role lets a caller in because of whom the record names. */
export function allowsFor(role: Pick<Role, 'row' | 'isList'>, caller: Caller, record: Item): boolean {
  if (!isDynamicFor(role, caller) || !hasToken(caller)) return false;
  const { row, isList } = role;
  const named = record[row.entity ?? ''];
  if (row.strategy === 'groups') return names(named, groupNames(row, caller.claims), isList);
  const { whole, parts } = ownerNames(row, caller.claims);
  // A token that lacks one of the claims owns nothing.
  return whole !== undefined && names(named, [whole, ...parts], isList);
}

/** Whether a field that names owners or groups has one of some names; one name is no list, and a list no name. */
export function names(named: unknown, own: readonly string[], isList: boolean): boolean {
  if (isList) return Array.isArray(named) && own.some((name) => named.includes(name));
  return typeof named === 'string' && own.includes(named);
}
