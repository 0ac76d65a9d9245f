import { Kind, type ConstDirectiveNode } from 'graphql';
import type { Expansion } from '../expand/context.ts';
import { directiveOn } from '../read/directive-arguments.ts';
import { refusal } from '../read/refuse.ts';
import type { SourceField, SourceType } from '../read/source.ts';
import { AccessMatrix } from './access-matrix.ts';
import { readRules } from './read-rules.ts';

/** Reads the `@auth` of a type. @throws SchemaError `invalid-auth`. */
export function readTypeAuth(
  { matrices, modes, models }: Expansion,
  type: SourceType,
  directive: ConstDirectiveNode,
): void {
  if (!directiveOn(type, 'model')) {
    const hint = 'Put it on the fields, or make the type a @model.';
    throw refusal('invalid-auth', directive, `@auth on ${type.name}, which is not a @model.`, hint);
  }
  const matrix = new AccessMatrix(type.name, [...type.fields.keys()]);
  const mayRepeat = models.get(type.name)?.isJoin ?? false;
  for (const rule of readRules(directive, modes, 'model')) matrix.addTypeRule(rule, mayRepeat);
  matrices.set(type.name, matrix);
}

/** Reads the `@auth` of a field, after that of its type. @throws SchemaError `invalid-auth`. */
export function readFieldAuth(
  { matrices, modes }: Expansion,
  type: SourceType,
  field: SourceField,
  directive: ConstDirectiveNode,
): void {
  if (type.node?.kind === Kind.INTERFACE_TYPE_DEFINITION) {
    const hint = 'Put it on the fields of the types that implement the interface.';
    throw refusal('invalid-auth', directive, '@auth on a field of an interface.', hint);
  }
  if (directiveOn(type, 'model')) {
    const matrix = matrices.get(type.name) ?? new AccessMatrix(type.name, [...type.fields.keys()]);
    matrix.setFieldRules(field.name, readRules(directive, modes, 'field'));
    matrices.set(type.name, matrix);
    return;
  }
  // Elsewhere there is no record, so rules that need one (owner, dynamic groups) cannot apply.
  const key = `${type.name}:${field.name}`;
  const matrix = new AccessMatrix(key, [key]);
  const rules = readRules(directive, modes, 'other-field');
  const applicable = rules.filter((rule) => rule.allow !== 'owner' && rule.groupsField === undefined);
  matrix.setFieldRules(key, applicable);
  matrices.set(key, matrix);
}
