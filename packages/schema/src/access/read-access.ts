import type { ObjectTypeDefinitionNode } from 'graphql';
import { SchemaError } from '../errors.ts';
import { directiveOn } from '../read/directive-arguments.ts';
import { locate } from '../read/locate.ts';
import { AccessMatrix } from './access-matrix.ts';
import { readOperations } from './access-row.ts';
import { AccessTable } from './access-table.ts';
import { readRules } from './read-rules.ts';

/** The matrices of all types with rules: by model, and by `Type:field` elsewhere. */
export interface AccessMatrices {
  readonly models: ReadonlyMap<string, AccessMatrix>;
  readonly fields: ReadonlyMap<string, AccessMatrix>;
  readonly table: AccessTable;
}

/**
 * Reads every `@auth` of the schema, once.
 *
 * @throws SchemaError `invalid-auth`.
 */
export function readAccess(objects: readonly ObjectTypeDefinitionNode[]): AccessMatrices {
  const models = new Map<string, AccessMatrix>();
  const fields = new Map<string, AccessMatrix>();
  const covered = new Map<string, readonly string[]>();
  for (const type of objects) {
    if (directiveOn(type, 'model')) readModelRules(type, models, covered);
    else readFieldRules(type, fields, covered);
  }
  const rows = [...models.values(), ...fields.values()].flatMap((matrix) => matrix.rows());
  return { models, fields, table: new AccessTable(rows, covered) };
}

function readModelRules(
  type: ObjectTypeDefinitionNode,
  models: Map<string, AccessMatrix>,
  covered: Map<string, readonly string[]>,
): void {
  const names = (type.fields ?? []).map((field) => field.name.value);
  const directive = directiveOn(type, 'auth');
  const fieldDirectives = (type.fields ?? []).flatMap((field) => {
    const found = directiveOn(field, 'auth');
    return found ? [{ name: field.name.value, directive: found }] : [];
  });
  if (!directive && fieldDirectives.length === 0) return;
  const matrix = new AccessMatrix(type.name.value, names);
  for (const rule of directive ? readRules(directive) : []) matrix.addTypeRule(rule);
  for (const field of fieldDirectives) matrix.setFieldRules(field.name, readRules(field.directive));
  models.set(type.name.value, matrix);
  covered.set(type.name.value, names);
}

// On a type that is no model there is no record, so rules that need one (owner, dynamic groups) cannot apply.
function readFieldRules(
  type: ObjectTypeDefinitionNode,
  fields: Map<string, AccessMatrix>,
  covered: Map<string, readonly string[]>,
): void {
  const onType = directiveOn(type, 'auth');
  if (onType) {
    throw new SchemaError('invalid-auth', `@auth on ${type.name.value}, which is not a @model.`, {
      locations: locate(onType),
      hint: 'Put it on the fields, or make the type a @model.',
    });
  }
  for (const field of type.fields ?? []) {
    const directive = directiveOn(field, 'auth');
    if (!directive) continue;
    const key = `${type.name.value}:${field.name.value}`;
    const matrix = new AccessMatrix(key, [key], readOperations);
    const rules = readRules(directive).filter(
      (rule) => rule.allow !== 'owner' && rule.groupsField === undefined,
    );
    for (const rule of rules) matrix.addTypeRule(rule);
    fields.set(key, matrix);
    covered.set(key, [key]);
  }
}
