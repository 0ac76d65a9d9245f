import type { ConstDirectiveNode, ConstValueNode } from 'graphql';
import { directiveArguments, directiveOn } from '../read/directive-arguments.ts';
import { refusal } from '../read/refuse.ts';
import { isScalarOrEnum, type SourceField, type SourceType } from '../read/source.ts';
import { isList, isRequired } from '../read/type-text.ts';
import type { Expansion } from './context.ts';
import { namedField } from './named-field.ts';
import { lowerFirst, plural, upperFirst } from './names.ts';

/**
 * Reads a `@primaryKey`.
 *
 * @throws SchemaError `invalid-key`, `unknown-field`.
 */
export function readPrimaryKey(
  expansion: Expansion,
  type: SourceType,
  field: SourceField,
  directive: ConstDirectiveNode,
): void {
  const sortNames = stringList(directiveArguments(directive).sortKeyFields);
  checkOnModel(type, field, directive, sortNames);
  if (expansion.primaryKeys.has(type.name)) {
    throw refusal(
      'invalid-key',
      directive,
      `${type.name} has two primary keys.`,
      'Keep one; the other can be an @index.',
    );
  }
  checkKeyField(expansion, type, field, directive);
  const sort = sortNames.map((name) => sortField(expansion, type, name, directive));
  for (const one of [field, ...sort]) {
    if (isRequired(one.type)) continue;
    throw refusal(
      'invalid-key',
      one.node ?? directive,
      `The key field ${type.name}.${one.name} may be null.`,
      'Add `!` to its type.',
    );
  }
  refuseOwnerSortKey(type, sort, directive);
  refuseBoolean(type, [field, ...sort], directive);
  expansion.primaryKeys.set(type.name, {
    type,
    field,
    sort,
    directive,
    name: undefined,
    queryField: undefined,
  });
}

/**
 * Reads an `@index`.
 *
 * @throws SchemaError `invalid-key`, `unknown-field`.
 */
export function readIndex(
  expansion: Expansion,
  type: SourceType,
  field: SourceField,
  directive: ConstDirectiveNode,
): void {
  const given = directiveArguments(directive);
  const sortNames = stringList(given.sortKeyFields);
  const byDefault = (): string =>
    `${lowerFirst(plural(type.name))}By${[field.name, ...sortNames].map(upperFirst).join('And')}`;
  const name = indexName(directive, given.name, byDefault);
  const queryField = given.queryField === null ? undefined : (given.queryField as string) || byDefault();
  checkOnModel(type, field, directive, sortNames);
  refuseSecondUse(type, field, directive, name);
  checkKeyField(expansion, type, field, directive);
  const sort = sortNames.map((one) => sortField(expansion, type, one, directive));
  refuseBoolean(type, queryField !== undefined || sort.length < 2 ? [field, ...sort] : [field], directive);
  refuseProjection(directive, given.projection);
  const indexes = expansion.indexes.get(type.name) ?? [];
  if (indexes.some((index) => index.name === name)) {
    throw refusal(
      'invalid-key',
      directive,
      `${type.name} has two indexes named ${name}.`,
      'Name them apart.',
    );
  }
  expansion.indexes.set(type.name, [...indexes, { type, field, sort, directive, name, queryField }]);
}

const indexNamePattern = /^[A-Za-z0-9_\-.]{3,255}$/;

function indexName(directive: ConstDirectiveNode, given: unknown, byDefault: () => string): string {
  if (given === undefined || given === '') return byDefault();
  if (typeof given === 'string' && indexNamePattern.test(given)) return given;
  const hint = 'It has 3 to 255 letters, digits, underscores, hyphens and periods.';
  throw refusal('invalid-key', directive, 'That is no name for an index.', hint);
}

function checkOnModel(
  type: SourceType,
  field: SourceField,
  directive: ConstDirectiveNode,
  sort: readonly string[],
): void {
  const name = directive.name.value;
  if (sort.includes(field.name)) {
    throw refusal(
      'invalid-key',
      directive,
      `@${name} of ${field.name} names itself as sort key.`,
      'Remove it from sortKeyFields.',
    );
  }
  if (directiveOn(type, 'model')) return;
  throw refusal(
    'invalid-key',
    directive,
    `@${name} on ${type.name}, which is no @model.`,
    `Add @model to ${type.name}.`,
  );
}

function checkKeyField(
  expansion: Expansion,
  type: SourceType,
  field: SourceField,
  directive: ConstDirectiveNode,
): void {
  if (isScalarOrEnum(expansion.source, field.base) && !isList(field.type)) return;
  const problem = `The key field ${type.name}.${field.name} is not a scalar or enum.`;
  throw refusal(
    'invalid-key',
    field.node ?? directive,
    problem,
    'A key needs a single value of a scalar type.',
  );
}

function sortField(
  expansion: Expansion,
  type: SourceType,
  name: string,
  directive: ConstDirectiveNode,
): SourceField {
  const field = namedField(type, name, directive, ' for the sort key');
  checkKeyField(expansion, type, field, directive);
  return field;
}

function refuseSecondUse(
  type: SourceType,
  field: SourceField,
  directive: ConstDirectiveNode,
  name: string,
): void {
  for (const other of field.directives) {
    const given = directiveArguments(other).sortKeyFields;
    if (other.name.value !== 'primaryKey' || (Array.isArray(given) && given.length > 0)) continue;
    const problem = `@index ${name} has the partition key of the primary key, which has no sort key.`;
    throw refusal(
      'invalid-key',
      directive,
      problem,
      'Give the primary key sortKeyFields, or remove the index.',
    );
  }
  for (const { directives } of type.fields.values()) {
    for (const other of directives) {
      if (other === directive || other.name.value !== 'index' || textOf(other, 'name') !== name) continue;
      throw refusal(
        'invalid-key',
        directive,
        `${type.name} has two indexes named ${name}.`,
        'Name them apart.',
      );
    }
  }
}

function textOf(directive: ConstDirectiveNode, argument: string): string | undefined {
  const value = directive.arguments?.find((one) => one.name.value === argument)?.value;
  return value?.kind === 'StringValue' ? value.value : undefined;
}

function refuseBoolean(
  type: SourceType,
  fields: readonly SourceField[],
  directive: ConstDirectiveNode,
): void {
  const field = fields.find((one) => one.base === 'Boolean');
  if (!field) return;
  const problem = `${type.name}.${field.name} is Boolean, which DynamoDB cannot have in a key.`;
  throw refusal('invalid-key', directive, problem, 'Use a String or an enum.');
}

function refuseProjection(directive: ConstDirectiveNode, given: unknown): void {
  const { type, nonKeyAttributes } = (given ?? {}) as { type?: string; nonKeyAttributes?: unknown[] };
  if (type !== 'INCLUDE' || (Array.isArray(nonKeyAttributes) && nonKeyAttributes.length > 0)) return;
  const hint = 'Add `nonKeyAttributes: ["…"]`.';
  throw refusal('invalid-key', directive, 'A projection of type INCLUDE names no attribute.', hint);
}

// An owner field that holds `sub::username` changes its form, which a key must not.
function refuseOwnerSortKey(
  type: SourceType,
  sort: readonly SourceField[],
  directive: ConstDirectiveNode,
): void {
  const rules = directiveOn(type, 'auth')?.arguments?.find(
    (argument) => argument.name.value === 'rules',
  )?.value;
  const owners = rules?.kind === 'ListValue' ? rules.values.map(ownerFieldOf) : [];
  const field = sort.find((one) => owners.includes(one.name));
  if (!field) return;
  const problem = `The sort key ${type.name}.${field.name} is an owner field of @auth too.`;
  throw refusal(
    'invalid-key',
    directive,
    problem,
    'Use another field, or give the rule an identityClaim of one part.',
  );
}

function ownerFieldOf(rule: ConstValueNode): string | undefined {
  if (rule.kind !== 'ObjectValue') return undefined;
  const given = Object.fromEntries(
    rule.fields.map((field) => [field.name.value, 'value' in field.value ? String(field.value.value) : '']),
  );
  const claim = given.identityClaim ?? 'sub::username';
  return given.allow === 'owner' && claim.includes('::') ? (given.ownerField ?? 'owner') : undefined;
}

/** GraphQL coerces a single value to a list of one. */
export function stringList(value: unknown): string[] {
  const list: unknown[] =
    value === undefined || value === null || value === '' ? [] : Array.isArray(value) ? value : [value];
  return list.map(String);
}
