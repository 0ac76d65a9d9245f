import { checkName } from '../../read/check-name.ts';
import { directiveOn } from '../../read/directive-arguments.ts';
import { refusal } from '../../read/refuse.ts';
import type { SourceField, SourceType } from '../../read/source.ts';
import { isScalarName } from '../../read/scalars.ts';
import { isList, isRequired } from '../../read/type-text.ts';
import type { Expansion } from '../context.ts';
import type { RelationPlan } from '../declarations.ts';
import { camelCase } from '../names.ts';
import { connectionArguments, type Connection } from './connection-plan.ts';

interface Answer {
  readonly field: SourceField;
  readonly sortField: string | undefined;
}

/**
 * Plans a connection without `fields`: alone, or with an answer on the other side by the same name. The record that
 * points at one other holds that one's id, under the name of `keyField` or one that is made.
 *
 * @throws SchemaError `invalid-relation`.
 */
export function planByName(expansion: Expansion, connection: Connection): RelationPlan {
  const { type, field, directive, related } = connection;
  const answer = answerOf(connection);
  const many = isList(field.type);
  const answersMany = answer !== undefined && isList(answer.field.type);
  if (many && answersMany)
    throw refuse(connection, 'Both sides of a @connection are lists.', 'Declare a type that joins the two.');
  if (!many && !answersMany) checkOwnSort(expansion, connection);
  const sort = sortFieldOf(connection, answer);
  const holder = many ? related : type;
  const [owner, via] = many && answer ? [related, answer.field] : [type, field];
  const attribute = connection.given.keyField ?? camelCase(owner.name, via.name, 'id');
  checkName(attribute, directive, 'invalid-relation');
  checkHolder(connection, holder.fields.get(attribute));
  const id = idOf(expansion, many ? type : related);
  // Where a list has an answer, it is the answer that makes the field.
  const makes = !(many && answer);
  return {
    kind: many ? 'hasMany' : answersMany ? 'belongsTo' : 'hasOne',
    type,
    field,
    directive,
    related,
    fields: [],
    references: undefined,
    indexName: undefined,
    counterpart: undefined,
    ends: many ? { local: [id], remote: [attribute] } : { local: [attribute], remote: [id] },
    ...(makes ? { made: { holder, name: attribute, required: !many && isRequired(field.type) } } : {}),
    ...(many && sort ? { sort } : {}),
  };
}

function answerOf(connection: Connection): Answer | undefined {
  const { type, field, related, given } = connection;
  if (given.name === undefined) return undefined;
  for (const other of related.fields.values()) {
    const directive = other === field ? undefined : directiveOn(other, 'connection');
    if (!directive) continue;
    const { name, sortField } = connectionArguments(directive);
    if (name === given.name) return { field: other, sortField };
  }
  const problem = `@connection ${given.name} has no other half on ${related.name}.`;
  const hint = `Add a field of type ${type.name} with @connection(name: "${given.name}") to ${related.name}.`;
  throw refuse(connection, problem, hint);
}

// The answer says by which field the list is sorted; both sides' types are looked at for it.
function sortFieldOf(connection: Connection, answer: Answer | undefined): SourceField | undefined {
  const { type, field, related } = connection;
  const name = answer?.sortField;
  if (name === undefined) return undefined;
  const own = type.fields.get(name);
  const other = related.fields.get(name);
  const wrong = [own, own === other ? undefined : other].find(
    (one) => one && (!isScalarName(one.base) || one.base === 'Boolean' || (one === own && isList(one.type))),
  );
  if (wrong) {
    const problem = `The sortField ${name} is of type ${wrong.type}, which cannot be sorted by.`;
    throw refuse(connection, problem, 'Use a text or a number.');
  }
  if (!own && !isList(field.type) && isList(answer?.field.type ?? '')) {
    throw refuse(connection, `${type.name} has no field ${name} to sort by.`, 'Correct sortField.');
  }
  return other;
}

// Alone, a single connection may name the field that holds the sort key of the other's primary key.
function checkOwnSort(expansion: Expansion, connection: Connection): void {
  const { type, field, related, given } = connection;
  if (given.sortField === undefined || isList(field.type)) return;
  const [other, ...more] = expansion.primaryKeys.get(related.name)?.sort ?? [];
  if (!other || more.length > 0) {
    const problem = `sortField needs a primary @key with one sort key on ${related.name}.`;
    throw refuse(connection, problem, 'Add it, or remove sortField.');
  }
  const own = type.fields.get(given.sortField);
  if (own?.base === other.base) return;
  const problem = `${type.name}.${given.sortField} does not match the sort key ${other.name} of ${related.name}.`;
  throw refuse(connection, problem, `Declare it as ${other.base}.`);
}

function checkHolder(connection: Connection, field: SourceField | undefined): void {
  if (!field || (['ID', 'String'].includes(field.base) && !isList(field.type))) return;
  const problem = `${field.name}, which holds the id of a connection, is of type ${field.type}.`;
  throw refuse(connection, problem, 'Make it ID or String.');
}

function idOf({ primaryKeys }: Expansion, type: SourceType): string {
  const key = primaryKeys.get(type.name);
  return key && key.sort.length <= 1 ? key.field.name : 'id';
}

function refuse({ directive }: Connection, problem: string, hint: string) {
  return refusal('invalid-relation', directive, problem, hint);
}
