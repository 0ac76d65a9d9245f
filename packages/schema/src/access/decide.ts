import type { ExpandedSchema } from '../expand.ts';
import { modeOf, type AuthMode } from '../expand/auth-modes.ts';
import type { AccessOperation, AccessRow } from './access-row.ts';
import { fieldGroups, fieldModes } from './field-modes.ts';

/** What the rules say before any record is known. */
export type Decision = 'allow' | 'deny' | 'depends';

/**
 * Somebody who calls, as far as the rules can tell callers apart.
 *
 * `iam` is an IAM principal, whose policy decides in addition; `guest` has unauthenticated identity-pool credentials.
 */
export type Identity =
  | { readonly kind: 'user'; readonly groups: readonly string[] }
  | { readonly kind: 'iam' | 'guest' | 'apiKey' | 'oidc' | 'lambda' };

/** A decision and the rows that made it; no rows where no rule names the caller. */
export interface Answer {
  readonly decision: Decision;
  readonly rows: readonly AccessRow[];
}

/** The mode in which AppSync authorizes a caller. */
export function modeOfIdentity(identity: Identity): AuthMode {
  if (identity.kind === 'user') return 'userPools';
  return identity.kind === 'guest' ? 'iam' : identity.kind;
}

/** Whether a caller passes every rule: IAM principals where the API is set up so. */
export function passesRules({ iamAccess }: Pick<ExpandedSchema, 'iamAccess'>, identity: Identity): boolean {
  return iamAccess && identity.kind === 'iam';
}

/** Decides by rows: the first that lets the caller in without looking at a record, else those that would look. */
export function decideByRows(rows: readonly AccessRow[], identity: Identity): Answer {
  const judged = rows.map((row) => ({ row, decision: judge(row, identity) }));
  for (const decision of ['allow', 'depends'] as const) {
    const deciding = judged.filter((entry) => entry.decision === decision).map(({ row }) => row);
    if (deciding.length > 0) return { decision, rows: deciding };
  }
  return { decision: 'deny', rows: [] };
}

// The transformer lets the authenticated role of the identity pool pass private rules only, and guests public ones.
function judge(row: AccessRow, identity: Identity): Decision {
  if (modeOf(row.provider) !== modeOfIdentity(identity)) return 'deny';
  if (!row.static) return 'depends';
  if (identity.kind === 'iam') return row.claim === 'authRole' ? 'allow' : 'deny';
  if (identity.kind === 'guest') return row.claim === 'unauthRole' ? 'allow' : 'deny';
  if (row.entity === null) return 'allow';
  if (row.claim !== 'cognito:groups' || identity.kind !== 'user') return 'depends';
  return identity.groups.includes(row.entity) ? 'allow' : 'deny';
}

/**
 * Decides whether somebody may do an operation on a field of a model, or reach a field that is not a model's.
 *
 * @param target - A model's field with an operation, or `type` and `field` of any other field.
 */
export function decide(
  expanded: ExpandedSchema,
  target: { readonly type: string; readonly field: string; readonly operation?: AccessOperation },
  identity: Identity,
): Answer {
  const { access } = expanded;
  if (passesRules(expanded, identity)) return { decision: 'allow', rows: [] };
  if (target.operation !== undefined) {
    return decideByRows(access.rowsFor(target.type, target.field, target.operation), identity);
  }
  const key = `${target.type}:${target.field}`;
  if (access.hasRules(key)) return decideByRows(access.rowsOf(key), identity);
  // Where IAM principals pass every rule, guests still have only what rules give them.
  const isOpen =
    admits(expanded, target.type, target.field, identity) &&
    !(expanded.iamAccess && identity.kind === 'guest');
  return { decision: isOpen ? 'allow' : 'deny', rows: [] };
}

/** Whether AppSync's own directives let a caller reach a field, before any rule is asked. */
export function admits(expanded: ExpandedSchema, type: string, field: string, identity: Identity): boolean {
  if (!fieldModes(expanded, type, field).includes(modeOfIdentity(identity))) return false;
  if (identity.kind !== 'user') return true;
  const groups = fieldGroups(expanded, type, field);
  return groups === undefined || groups.some((group) => identity.groups.includes(group));
}
