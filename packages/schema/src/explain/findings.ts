import { isInterfaceType, isObjectType, type DocumentNode } from 'graphql';
import { readOperations, type AccessOperation } from '../access/access-row.ts';
import { decide, type Answer, type Decision } from '../access/decide.ts';
import { decideFields, decideRootField, decideSelected, rootFieldOf } from '../access/decide-fields.ts';
import { decideModelOperation } from '../access/decide-model.ts';
import { QuestionError } from '../errors.ts';
import type { ExpandedSchema } from '../expand.ts';
import { operationOfKind } from '../expand/operation-of-kind.ts';
import type { AccessTarget } from './access-target.ts';
import { whyDenied, whyModelDenied, whyWriteDenied, type Asking, type Denial } from './why-denied.ts';

/** What the rules say of one field, with what an explanation needs besides. */
export interface Finding extends Answer {
  readonly path: string;
  readonly type: string;
  readonly field: string;
  readonly operation: AccessOperation | undefined;
  /** Whether it is what the caller asks for, rather than a part of the selection. */
  readonly isRoot: boolean;
  /** Why it is denied, where it is. */
  denial(): Denial;
}

/**
 * Decides everything that a target asks for.
 *
 * @throws TypeError when a document holds no operation, QuestionError `unknown-field` for a field that the schema has not.
 */
export function findingsFor(asking: Asking, target: AccessTarget): Finding[] {
  const { expanded, identity } = asking;
  if (!('document' in target)) {
    checkField(expanded, target.type, target.field);
    return [decideField(asking, target)];
  }
  return decideFields(expanded, target.document, identity).map((one) => {
    checkField(expanded, one.type, one.field);
    return {
      ...one,
      path: one.path.join('.'),
      operation: operationOf(expanded, one.type, one.field),
      isRoot: rootFieldOf(expanded, one.type, one.field) !== undefined,
      denial: () => whyDenied(asking, one.type, one.field),
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
  asking: Asking,
  { type, field, operation = 'read' }: Exclude<AccessTarget, { readonly document: DocumentNode }>,
): Finding {
  const { expanded, identity } = asking;
  const at = {
    path: `${type}.${field}`,
    type,
    field,
    isRoot: true,
    denial: () => whyDenied(asking, type, field),
  };
  const root = rootFieldOf(expanded, type, field);
  if (root) {
    const answer = decideRootField(expanded, type, field, identity);
    return { ...at, operation: operationOf(expanded, type, field), ...answer };
  }
  if (!expanded.models.has(type)) {
    return { ...at, operation: undefined, ...decideSelected(expanded, type, field, identity) };
  }
  if (operation === 'delete') {
    const answer = decideModelOperation(expanded, type, operation, identity);
    return { ...at, operation, ...answer, denial: () => whyModelDenied(asking, type, operation) };
  }
  if (operation === 'create' || operation === 'update') {
    const answer = decide(expanded, { type, field, operation }, identity);
    return { ...at, operation, ...answer, denial: () => whyWriteDenied(asking, type, field, operation) };
  }
  return { ...at, ...decideReading(asking, type, field, operation) };
}

/** From what allows most to what allows nothing. */
export const order: readonly Decision[] = ['allow', 'depends', 'deny'];

// Whoever reads a field has to get at the record first, by any of the ways there are.
function decideReading(
  asking: Asking,
  type: string,
  field: string,
  operation: AccessOperation | 'read',
): Pick<Finding, 'decision' | 'rows' | 'operation'> & Partial<Pick<Finding, 'denial'>> {
  const { expanded, identity } = asking;
  const ways = operation === 'read' ? readOperations : [operation];
  const [record] = ways
    .map((way) => ({ way, ...decideModelOperation(expanded, type, way, identity) }))
    .sort((a, b) => order.indexOf(a.decision) - order.indexOf(b.decision));
  if (!record || record.decision === 'deny') {
    const denial = (): Denial => whyModelDenied(asking, type, operation);
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
