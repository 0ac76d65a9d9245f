import type { ConstDirectiveNode } from 'graphql';
import { directiveArguments, directiveOn } from '../../read/directive-arguments.ts';
import { refusal } from '../../read/refuse.ts';
import { isScalarOrEnum, type SourceField, type SourceType } from '../../read/source.ts';
import { isRequired } from '../../read/type-text.ts';
import type { Expansion } from '../context.ts';
import { namedField } from '../named-field.ts';
import { stringList } from '../read-keys.ts';

interface Key {
  readonly directive: ConstDirectiveNode;
  readonly name: string | undefined;
  readonly fields: readonly string[];
  readonly queryField: string | undefined;
}

/**
 * Reads a `@key`: without a name the primary key, with one an index.
 *
 * @see KeyTransformer in graphql-key-transformer 3
 * @throws SchemaError `invalid-key`, `unknown-field`.
 */
export function readKey(expansion: Expansion, type: SourceType, directive: ConstDirectiveNode): void {
  const key = keyOf(directive);
  if (!directiveOn(type, 'model')) {
    const problem = `@key on ${type.name}, which is no @model.`;
    throw refusal('invalid-key', directive, problem, `Add @model to ${type.name}.`);
  }
  checkOthers(type, key);
  const [field, ...sort] = key.fields.map((name) => keyField(expansion, type, key, name));
  if (!field) throw refusal('invalid-key', directive, '@key names no field.', 'Write `fields: ["id"]`.');
  const plan = { type, field, sort, directive, name: key.name, queryField: key.queryField };
  if (key.name === undefined) expansion.primaryKeys.set(type.name, plan);
  else expansion.indexes.set(type.name, [...(expansion.indexes.get(type.name) ?? []), plan]);
}

function keyOf(directive: ConstDirectiveNode): Key {
  const { name, fields, queryField } = directiveArguments(directive);
  if (!Array.isArray(fields)) {
    const hint = `Write \`fields: [${JSON.stringify(fields)}]\`.`;
    throw refusal('invalid-key', directive, 'The fields of @key are a list.', hint);
  }
  return {
    directive,
    name: name ? String(name) : undefined,
    fields: stringList(fields),
    queryField: queryField ? String(queryField) : undefined,
  };
}

function checkOthers(type: SourceType, { directive, name, fields, queryField }: Key): void {
  const others = type.directives
    .filter((other) => other.name.value === 'key' && other !== directive)
    .map(keyOf);
  const refuse = (problem: string, hint: string) => refusal('invalid-key', directive, problem, hint);
  if (others.some((other) => other.name === name)) {
    if (name === undefined)
      throw refuse(`${type.name} has two primary keys.`, 'Keep one; give the other a name.');
    throw refuse(`${type.name} has two keys named ${name}.`, 'Name them apart.');
  }
  if (name !== undefined) return;
  if (queryField !== undefined)
    throw refuse('The primary key has a queryField.', 'Remove it: the list query reads the primary key.');
  const alike = others.find((other) => fields.length === 1 && other.fields[0] === fields[0]);
  if (!alike) return;
  const problem = `@key ${alike.name ?? ''} has the partition key of the primary key, which has no sort key.`;
  throw refusal(
    'invalid-key',
    alike.directive,
    problem,
    'Give the primary key another field, or remove this one.',
  );
}

function keyField(expansion: Expansion, type: SourceType, key: Key, name: string): SourceField {
  const field = namedField(type, name, key.directive, ' for the key');
  if (!isScalarOrEnum(expansion.source, field.base) || field.base === 'Boolean') {
    const problem = `${type.name}.${name} of type ${field.base} cannot be part of a key.`;
    throw refusal('invalid-key', field.node ?? key.directive, problem, 'Use a text, a number or an enum.');
  }
  if (key.name === undefined && !isRequired(field.type)) {
    const problem = `The key field ${type.name}.${name} may be null.`;
    throw refusal('invalid-key', field.node ?? key.directive, problem, 'Add `!` to its type.');
  }
  return field;
}
