import type { ExpandedSchema } from '../expand.ts';
import { modeOf, type AuthMode } from '../expand/auth-modes.ts';
import type { AccessOperation, AccessRow } from './access-row.ts';
import { fieldModes } from './field-modes.ts';

/** What the rules say before any record is known. */
export type Decision = 'allow' | 'deny' | 'depends';

/** Somebody who calls, as far as the rules can tell callers apart. */
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

/** Decides by rows: the first that lets the caller in without looking at a record, else those that would look. */
export function decideByRows(rows: readonly AccessRow[], identity: Identity): Answer {
  const judged = rows.map((row) => ({ row, decision: judge(row, identity) }));
  for (const decision of ['allow', 'depends'] as const) {
    const deciding = judged.filter((entry) => entry.decision === decision).map(({ row }) => row);
    if (deciding.length > 0) return { decision, rows: deciding };
  }
  return { decision: 'deny', rows: [] };
}

function judge(row: AccessRow, identity: Identity): Decision {
  if (modeOf(row.provider) !== modeOfIdentity(identity)) return 'deny';
  if (identity.kind === 'iam')
    return row.strategy === 'private' || row.strategy === 'public' ? 'allow' : 'deny';
  if (identity.kind === 'guest') return row.strategy === 'public' ? 'allow' : 'deny';
  if (row.strategy === 'private' || row.strategy === 'public') return 'allow';
  if (row.strategy === 'custom' || !row.static) return 'depends';
  if (row.claim !== 'cognito:groups' || identity.kind !== 'user') return 'depends';
  return identity.groups.includes(row.entity ?? '') ? 'allow' : 'deny';
}

/**
 * Decides whether somebody may do an operation on a field of a model, or call a field that is not a model's.
 *
 * @param target - A model's field with an operation, or `type` and `field` of any other field.
 */
export function decide(
  expanded: ExpandedSchema,
  target: { readonly type: string; readonly field: string; readonly operation?: AccessOperation },
  identity: Identity,
): Answer {
  const { access } = expanded;
  if (identity.kind === 'iam' && expanded.iamAccess) return { decision: 'allow', rows: [] };
  if (target.operation !== undefined) {
    return decideByRows(access.rowsFor(target.type, target.field, target.operation), identity);
  }
  const key = `${target.type}:${target.field}`;
  if (access.hasRules(key)) return decideByRows(access.rowsOf(key), identity);
  const open = fieldModes(expanded, target.type, target.field).includes(modeOfIdentity(identity));
  return { decision: open ? 'allow' : 'deny', rows: [] };
}
