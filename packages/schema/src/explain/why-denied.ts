import { readOperations, type AccessOperation, type AccessRow } from '../access/access-row.ts';
import { admits, decideByRows, modeOfIdentity, type Identity } from '../access/decide.ts';
import { rootFieldOf } from '../access/decide-fields.ts';
import { rowsForModelOperation } from '../access/decide-model.ts';
import { fieldGroups, fieldModes } from '../access/field-modes.ts';
import type { ExpandedSchema } from '../expand.ts';
import { operationOfKind } from '../expand/operation-of-kind.ts';
import { broadestRules, directiveRule, rulesOfRows, type DecidingRule } from './deciding-rule.ts';
import { identityLabel } from './identity-names.ts';

/** Why somebody may not, and whom the rules let in instead. */
export interface Denial {
  readonly because: string;
  /** The rules that let others in. */
  readonly allowed: readonly DecidingRule[];
}

/** Says why a field of a root type, or a selected field, is denied. */
export function whyDenied(expanded: ExpandedSchema, type: string, field: string, identity: Identity): Denial {
  const root = rootFieldOf(expanded, type, field);
  const operation = root && operationOfKind[root.kind];
  if (root && 'model' in root && root.model !== undefined && operation !== undefined) {
    return whyModelDenied(expanded, root.model, operation, identity);
  }
  const key = `${type}:${field}`;
  const { access } = expanded;
  if (root && access.hasRules(key)) return byRows(expanded, `call ${field}`, access.rowsOf(key), identity);
  if (!admits(expanded, type, field, identity)) return byModes(expanded, type, field, identity);
  const own = access.hasRules(key) ? access.rowsOf(key) : access.readersOf(type, field);
  if (own && decideByRows(own, identity).decision === 'deny') {
    return byRows(expanded, `read ${type}.${field}`, own, identity);
  }
  const related = expanded.models.get(type)?.relations.find((relation) => relation.field === field)?.model;
  if (related === undefined) return byModes(expanded, type, field, identity);
  const readers = access
    .rowsOf(related)
    .filter((row) => row.operations.some((name) => readOperations.includes(name)));
  return byRows(expanded, `read ${related}`, readers, identity, related);
}

/** Says why an operation on a model is denied. */
export function whyModelDenied(
  expanded: ExpandedSchema,
  model: string,
  operation: AccessOperation,
  identity: Identity,
): Denial {
  const rows = rowsForModelOperation(expanded, model, operation);
  const partial = operation === 'delete' ? uncovered(expanded, model, identity) : [];
  if (partial.length > 0) {
    const because = `deleting ${model} takes a rule for every field, and ${identityLabel(identity)} has none for ${partial.join(', ')}`;
    return { because, allowed: rulesOfRows(expanded, rows) };
  }
  return byRows(expanded, `${verbs[operation]} ${model}`, rows, identity, model);
}

const verbs: Readonly<Record<AccessOperation, string>> = {
  create: 'create',
  update: 'update',
  delete: 'delete',
  get: 'get',
  list: 'list',
  sync: 'sync',
  listen: 'subscribe to',
  search: 'search',
};

// The fields that somebody may not delete who may delete others.
function uncovered({ access }: ExpandedSchema, model: string, identity: Identity): string[] {
  const fields = access.fieldsOf(model);
  const without = fields.filter(
    (field) => decideByRows(access.rowsFor(model, field, 'delete'), identity).decision === 'deny',
  );
  return without.length < fields.length ? without : [];
}

function byRows(
  expanded: ExpandedSchema,
  deed: string,
  rows: readonly AccessRow[],
  identity: Identity,
  model?: string,
): Denial {
  if (model !== undefined && !expanded.access.hasRules(model)) {
    return { because: `${model} has no @auth rule, so nobody may ${deed}`, allowed: [] };
  }
  return {
    because: `no rule lets ${identityLabel(identity)} ${deed}`,
    allowed: broadestRules(expanded, rows),
  };
}

function byModes(expanded: ExpandedSchema, type: string, field: string, identity: Identity): Denial {
  const modes = fieldModes(expanded, type, field);
  const groups = fieldGroups(expanded, type, field);
  const allowed = [directiveRule(expanded, type, field, modes.join(', '))];
  if (modes.includes(modeOfIdentity(identity)) && groups) {
    return { because: `${type}.${field} is for members of ${groups.join(', ')}`, allowed };
  }
  return { because: `${type}.${field} is open to ${modes.join(', ')} only`, allowed };
}
