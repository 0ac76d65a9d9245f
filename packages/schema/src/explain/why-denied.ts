import { readOperations, type AccessOperation, type AccessRow } from '../access/access-row.ts';
import { admits, decideByRows, modeOfIdentity, type Identity } from '../access/decide.ts';
import { rootFieldOf } from '../access/decide-fields.ts';
import { rowsForModelOperation } from '../access/decide-model.ts';
import { fieldGroups, fieldModes } from '../access/field-modes.ts';
import type { ExpandedSchema } from '../expand.ts';
import { operationOfKind } from '../expand/operation-of-kind.ts';
import { broadestRules, directiveRule, rulesOfRows, type DecidingRule } from './deciding-rule.ts';

/** Why somebody may not, and whom the rules let in instead. */
export interface Denial {
  readonly because: string;
  /** The rules that let others in. */
  readonly allowed: readonly DecidingRule[];
}

/** Who asks, and of what schema. */
export interface Asking {
  readonly expanded: ExpandedSchema;
  readonly identity: Identity;
  /** How sentences call the caller. */
  readonly who: string;
}

/** Says why a field of a root type, or a selected field, is denied. */
export function whyDenied(asking: Asking, type: string, field: string): Denial {
  const { expanded, identity } = asking;
  const root = rootFieldOf(expanded, type, field);
  const operation = root && operationOfKind[root.kind];
  if (root && 'model' in root && root.model !== undefined && operation !== undefined) {
    return whyModelDenied(asking, root.model, operation);
  }
  const key = `${type}:${field}`;
  const { access } = expanded;
  if (root && access.hasRules(key)) return byRows(asking, `call ${field}`, access.rowsOf(key));
  if (!admits(expanded, type, field, identity)) return byModes(asking, type, field);
  const own = access.hasRules(key) ? access.rowsOf(key) : access.readersOf(type, field);
  if (own && decideByRows(own, identity).decision === 'deny') {
    return byRows(asking, `read ${type}.${field}`, own);
  }
  const related = expanded.models.get(type)?.relations.find((relation) => relation.field === field)?.model;
  if (related === undefined) return byModes(asking, type, field);
  return whyModelDenied(asking, related, 'read');
}

/** Says why an operation on a model is denied; `read` is any way to get at a record. */
export function whyModelDenied(asking: Asking, model: string, operation: AccessOperation | 'read'): Denial {
  const { expanded, who } = asking;
  if (operation === 'read') {
    const rows = expanded.access.rowsOf(model);
    const readers = rows.filter((row) => row.operations.some((name) => readOperations.includes(name)));
    return byRows(asking, `read ${model}`, readers, model);
  }
  const rows = rowsForModelOperation(expanded, model, operation);
  const partial = operation === 'delete' ? uncovered(asking, model) : [];
  if (partial.length > 0) {
    const because = `deleting ${model} takes a rule for every field, and ${who} has none for ${partial.join(', ')}`;
    return { because, allowed: rulesOfRows(expanded, rows) };
  }
  return byRows(asking, `${verbs[operation]} ${model}`, rows, model);
}

/** Says why a field of a model cannot be written. */
export function whyWriteDenied(
  asking: Asking,
  model: string,
  field: string,
  operation: 'create' | 'update',
): Denial {
  const deed = operation === 'create' ? `set ${model}.${field} at creation` : `update ${model}.${field}`;
  return byRows(asking, deed, asking.expanded.access.rowsFor(model, field, operation), model);
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
function uncovered({ expanded: { access }, identity }: Asking, model: string): string[] {
  const fields = access.fieldsOf(model);
  const without = fields.filter(
    (field) => decideByRows(access.rowsFor(model, field, 'delete'), identity).decision === 'deny',
  );
  return without.length < fields.length ? without : [];
}

function byRows({ expanded, who }: Asking, deed: string, rows: readonly AccessRow[], model?: string): Denial {
  if (model !== undefined && !expanded.access.hasRules(model)) {
    return { because: `${model} has no @auth rule, so nobody may ${deed}`, allowed: [] };
  }
  return { because: `no rule lets ${who} ${deed}`, allowed: broadestRules(expanded, rows) };
}

function byModes({ expanded, identity }: Asking, type: string, field: string): Denial {
  const modes = fieldModes(expanded, type, field);
  const groups = fieldGroups(expanded, type, field);
  const allowed = [directiveRule(expanded, type, field, modes.join(', '))];
  if (modes.includes(modeOfIdentity(identity)) && groups) {
    return { because: `${type}.${field} is for members of ${groups.join(', ')}`, allowed };
  }
  return { because: `${type}.${field} is open to ${modes.join(', ')} only`, allowed };
}
