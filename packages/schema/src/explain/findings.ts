import { isInterfaceType, isObjectType, type DocumentNode } from 'graphql';
import { readOperations, type AccessOperation } from '../access/access-row.ts';
import { decide, type Answer, type Decision, type Identity } from '../access/decide.ts';
import { decideFields, decideRootField, decideSelected, rootFieldOf } from '../access/decide-fields.ts';
import { decideModelOperation } from '../access/decide-model.ts';
import { QuestionError } from '../errors.ts';
import type { ExpandedSchema } from '../expand.ts';
import { operationOfKind } from '../expand/operation-of-kind.ts';
import type { AccessTarget } from './explain-access.ts';
import { whyModelDenied, type Denial } from './why-denied.ts';

/** What the rules say of one field, with what an explanation needs besides. */
export interface Finding extends Answer {
  readonly path: string;
  readonly type: string;
  readonly field: string;
  readonly operation: AccessOperation | undefined;
  /** Whether it is what the caller asks for, rather than a part of the selection. */
  readonly isRoot: boolean;
  readonly denial?: Denial;
}

/**
 * Decides everything that a target asks for.
 *
 * @throws TypeError when a document holds no operation, QuestionError `unknown-field` for a field that the schema has not.
 */
export function findingsFor(expanded: ExpandedSchema, target: AccessTarget, identity: Identity): Finding[] {
  if (!('document' in target)) {
    checkField(expanded, target.type, target.field);
    return [decideField(expanded, target, identity)];
  }
  return decideFields(expanded, target.document, identity).map((one) => {
    checkField(expanded, one.type, one.field);
    return {
      ...one,
      path: one.path.join('.'),
      operation: operationOf(expanded, one.type, one.field),
      isRoot: rootFieldOf(expanded, one.type, one.field) !== undefined,
    };
  });
}

function checkField({ schema }: ExpandedSchema, typeName: string, field: string): void {
  const type = schema.getType(typeName);
  const has = (isObjectType(type) || isInterfaceType(type)) && Object.hasOwn(type.getFields(), field);
  if (!has) throw new QuestionError('unknown-field', `The schema has no field ${typeName}.${field}.`);
}

function operationOf(expanded: ExpandedSchema, type: string, field: string): AccessOperation | undefined {
  const root = rootFieldOf(expanded, type, field);
  return root && operationOfKind[root.kind];
}

function decideField(
  expanded: ExpandedSchema,
  { type, field, operation = 'read' }: Exclude<AccessTarget, { readonly document: DocumentNode }>,
  identity: Identity,
): Finding {
  const at = { path: `${type}.${field}`, type, field, isRoot: true };
  const root = rootFieldOf(expanded, type, field);
  if (root) {
    return {
      ...at,
      operation: operationOf(expanded, type, field),
      ...decideRootField(expanded, type, field, identity),
    };
  }
  if (!expanded.models.has(type)) {
    return { ...at, operation: undefined, ...decideSelected(expanded, type, field, identity) };
  }
  if (operation === 'delete') {
    const answer = decideModelOperation(expanded, type, operation, identity);
    return { ...at, operation, ...answer, denial: whyModelDenied(expanded, type, operation, identity) };
  }
  if (operation === 'create' || operation === 'update') {
    const answer = decide(expanded, { type, field, operation }, identity);
    return { ...at, operation, ...answer, denial: whyModelDenied(expanded, type, operation, identity) };
  }
  return { ...at, ...decideReading(expanded, type, field, operation, identity) };
}

/** From what allows most to what allows nothing. */
export const order: readonly Decision[] = ['allow', 'depends', 'deny'];

// Whoever reads a field has to get at the record first, by any of the ways there are.
function decideReading(
  expanded: ExpandedSchema,
  type: string,
  field: string,
  operation: AccessOperation | 'read',
  identity: Identity,
): Pick<Finding, 'decision' | 'rows' | 'operation' | 'denial'> {
  const ways = operation === 'read' ? readOperations : [operation];
  const [record] = ways
    .map((way) => ({ way, ...decideModelOperation(expanded, type, way, identity) }))
    .sort((a, b) => order.indexOf(a.decision) - order.indexOf(b.decision));
  if (!record || record.decision === 'deny') {
    const denial = whyModelDenied(expanded, type, ways[0] ?? 'get', identity);
    return { decision: 'deny', rows: [], operation: ways[0], denial };
  }
  const selected = decideSelected(expanded, type, field, identity);
  if (selected.decision === 'deny') return { ...selected, operation: record.way };
  const decisive = order.indexOf(selected.decision) > order.indexOf(record.decision) ? selected : record;
  const ofField = decisive.rows.filter((row) => row.type === type && row.field === field);
  return {
    decision: decisive.decision,
    rows: ofField.length > 0 ? ofField : decisive.rows,
    operation: record.way,
  };
}
