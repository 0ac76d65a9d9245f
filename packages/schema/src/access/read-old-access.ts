import type { Expansion } from '../expand/context.ts';
import type { SourceType } from '../read/source.ts';
import { AccessMatrix } from './access-matrix.ts';
import { accessOperations, type AccessOperation } from './access-row.ts';
import { oldFieldRoles, oldRoles, passingBoth, type RuledRole } from './old-roles.ts';
import { otherReads } from './read-old-rules.ts';
import type { AuthRule } from './read-rules.ts';

/** The rules of a type of the first version, and those of its fields by name. */
export interface OldRules {
  readonly ofType: readonly AuthRule[];
  readonly ofFields: ReadonlyMap<string, readonly AuthRule[]>;
}

/**
 * Lays out the rules of a model by the first version's semantics, which differ from the second's: what no rule names is
 * open to the API's default mode, and a field's rules are asked after those of its type, not in their place.
 */
export function layOutOldModel({ matrices, modes }: Expansion, type: SourceType, rules: OldRules): void {
  const matrix = new AccessMatrix(type.name, [...type.fields.keys()]);
  for (const operation of accessOperations) {
    const ofType = oldRoles(rules.ofType, operation, modes.default);
    for (const field of matrix.fields) {
      const own = (rules.ofFields.get(field) ?? []).filter(({ operations }) =>
        operations.includes(operation),
      );
      const roles = asksField(operation, own)
        ? passingBoth(oldRoles(own, checkedAs(operation), modes.default), ofType)
        : ofType;
      for (const { role, node } of roles) matrix.grant(role, field, operation, node);
    }
  }
  matrices.set(type.name, matrix);
}

// A field is checked when it is read or written; a record is deleted as a whole.
function asksField(operation: AccessOperation, own: readonly AuthRule[]): boolean {
  return own.length > 0 && operation !== 'delete';
}

// However a record was read, its field is checked like that of a single record.
function checkedAs(operation: AccessOperation): AccessOperation {
  return otherReads.includes(operation) || operation === 'list' ? 'get' : operation;
}

/** Lays out the rules of the fields of a type that is no model. */
export function layOutOldFields({ matrices }: Expansion, type: SourceType, rules: OldRules): void {
  for (const [field, own] of rules.ofFields) {
    const key = `${type.name}:${field}`;
    const matrix = new AccessMatrix(key, [key]);
    const roles: readonly RuledRole[] = oldFieldRoles(own);
    for (const { role, node } of roles)
      for (const operation of readsInOrder) matrix.grant(role, key, operation, node);
    matrices.set(key, matrix);
  }
}

const readsInOrder = accessOperations.filter((one) => !['create', 'update', 'delete'].includes(one));
