import type { ExpandedSchema } from '../expand.ts';
import { readOperations, type AccessOperation, type AccessRow } from './access-row.ts';
import { decideByRows, passesRules, type Answer, type Identity } from './decide.ts';

/**
 * Decides whether somebody may run a generated root field of a model, selections aside.
 *
 * Reading needs a rule for some field, deleting a rule that covers them all. Who may write only some of the fields gets
 * `depends`: it depends on what the input names.
 */
export function decideModelOperation(
  expanded: ExpandedSchema,
  model: string,
  operation: AccessOperation,
  identity: Identity,
): Answer {
  if (passesRules(expanded, identity)) return { decision: 'allow', rows: [] };
  const fields = expanded.access.fieldsOf(model);
  const rows = rowsForModelOperation(expanded, model, operation);
  if (operation === 'delete') return decideByRows(rows, identity);
  const answer = decideByRows(rows, identity);
  if (answer.decision !== 'allow' || readOperations.includes(operation)) return answer;
  const covered = new Set(answer.rows.map((row) => row.field));
  if (fields.every((field) => covered.has(field))) return answer;
  return {
    decision: 'depends',
    rows: rows.filter((row) => decideByRows([row], identity).decision !== 'deny'),
  };
}

/** The rows that let somebody use a root field of a model: for deleting, those of roles that cover every field. */
export function rowsForModelOperation(
  { access }: Pick<ExpandedSchema, 'access'>,
  model: string,
  operation: AccessOperation,
): readonly AccessRow[] {
  const rows = access.rowsOf(model).filter((row) => row.operations.includes(operation));
  return operation === 'delete' ? ofFullRoles(access.fieldsOf(model), rows) : rows;
}

function ofFullRoles(fields: readonly string[], rows: readonly AccessRow[]): AccessRow[] {
  const byRole = Map.groupBy(rows, (row) =>
    [row.provider, row.strategy, row.static, row.claim, row.entity].join('|'),
  );
  return [...byRole.values()].filter((ofRole) => ofRole.length === fields.length).flat();
}

/**
 * Decides whether somebody may read the related records that a field of a model holds.
 *
 * @see AuthTransformer.protectRelationalResolver in @aws-amplify/graphql-auth-transformer: a related model without rules
 * is closed; a relation of a model without rules is not protected.
 */
export function decideRelation(
  expanded: ExpandedSchema,
  type: string,
  field: string,
  identity: Identity,
): Answer {
  const relation = expanded.models.get(type)?.relations.find((one) => one.field === field);
  if (!relation || !expanded.access.hasRules(type) || passesRules(expanded, identity)) {
    return { decision: 'allow', rows: [] };
  }
  const rows = expanded.access
    .rowsOf(relation.model)
    .filter((row) => row.operations.some((operation) => readOperations.includes(operation)));
  return decideByRows(rows, identity);
}
