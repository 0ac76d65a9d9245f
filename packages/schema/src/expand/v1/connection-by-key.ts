import { didYouMean } from '../../read/did-you-mean.ts';
import { refusal } from '../../read/refuse.ts';
import { isScalarOrEnum, type SourceField } from '../../read/source.ts';
import { isList } from '../../read/type-text.ts';
import type { Expansion } from '../context.ts';
import type { RelationPlan } from '../declarations.ts';
import { namedField } from '../named-field.ts';
import { primaryKeyFields } from '../relation-references.ts';
import type { Connection } from './connection-plan.ts';

/** Plans a connection whose `fields` hold a key of the related model. @throws SchemaError `invalid-relation`, `unknown-field`. */
export function planByKey(
  expansion: Expansion,
  connection: Connection,
  names: readonly string[],
): RelationPlan {
  const { type, field, directive, related, given } = connection;
  if (names.length === 0)
    throw refuse(connection, '@connection has an empty fields.', 'Name the fields, or remove it.');
  const fields = names.map((name) => heldField(expansion, connection, name));
  const key = relatedKey(expansion, connection);
  checkAgainst(connection, fields, key);
  if (!isList(field.type) && given.keyName !== undefined) {
    const problem = `@connection to a single record names the key ${given.keyName}.`;
    throw refuse(connection, problem, 'Remove keyName: a single record is read by its primary key.');
  }
  const kind = isList(field.type) ? 'hasMany' : 'hasOne';
  return {
    kind,
    type,
    field,
    directive,
    related,
    fields,
    references: undefined,
    indexName: given.keyName,
    counterpart: undefined,
  };
}

function heldField({ source }: Expansion, connection: Connection, name: string): SourceField {
  const { type, directive } = connection;
  const field = namedField(type, name, directive);
  if (isScalarOrEnum(source, field.base) && !isList(field.type)) return field;
  const problem = `${type.name}.${name} is not a scalar or enum and cannot hold a key.`;
  throw refuse(connection, problem, 'Name the field that holds the id.');
}

function relatedKey(expansion: Expansion, connection: Connection): SourceField[] {
  const { related, given } = connection;
  if (given.keyName === undefined) return declaredPrimaryKey(expansion, connection);
  const indexes = expansion.indexes.get(related.name) ?? [];
  const index = indexes.find(({ name }) => name === given.keyName);
  if (index) return [index.field, ...index.sort];
  const named = indexes.map(({ name }) => name ?? '');
  const hint =
    didYouMean(given.keyName, named) ??
    (named.length > 0 ? `It has ${named.join(', ')}.` : `Add @key(name: "${given.keyName}", …) to it.`);
  throw refuse(connection, `${related.name} has no key ${given.keyName}.`, hint);
}

function declaredPrimaryKey(expansion: Expansion, connection: Connection): SourceField[] {
  const { related } = connection;
  const key = primaryKeyFields(expansion, related);
  return key.map(({ name }) => {
    const field = related.fields.get(name);
    if (field) return field;
    throw refuse(
      connection,
      `${related.name} declares no ${name}.`,
      `Add \`${name}: ID!\` to ${related.name}.`,
    );
  });
}

function checkAgainst(
  connection: Connection,
  fields: readonly SourceField[],
  key: readonly SourceField[],
): void {
  if (fields.length > 1 && fields.length !== key.length) {
    const problem = `@connection names ${String(fields.length)} fields for a key of ${String(key.length)}.`;
    throw refuse(connection, problem, 'Name the partition key alone, or all of the key.');
  }
  for (const [position, field] of fields.entries()) {
    const other = key[position];
    if (!other || other.base === field.base) continue;
    const problem = `${field.name} is of type ${field.base}, the key field ${other.name} of ${connection.related.name} of type ${other.base}.`;
    throw refuse(connection, problem, 'Make them the same.');
  }
}

function refuse({ directive }: Connection, problem: string, hint: string) {
  return refusal('invalid-relation', directive, problem, hint);
}
