import type { ConstDirectiveNode } from 'graphql';
import { directiveArguments, directiveOn } from '../read/directive-arguments.ts';
import { didYouMean } from '../read/did-you-mean.ts';
import { refusal } from '../read/refuse.ts';
import type { SourceField, SourceType } from '../read/source.ts';
import { isList } from '../read/type-text.ts';
import type { Expansion } from './context.ts';
import type { RelationKind, RelationPlan } from './declarations.ts';
import { stringList } from './read-keys.ts';
import { planReferences } from './relation-references.ts';
import { scalarField } from './scalar-field.ts';

const relationKinds: ReadonlySet<string> = new Set(['hasOne', 'hasMany', 'belongsTo', 'manyToMany']);

/**
 * Reads a `@hasOne`, `@hasMany` or `@belongsTo`.
 *
 * @throws SchemaError `invalid-relation`, `unknown-field`.
 */
export function readRelation(
  expansion: Expansion,
  type: SourceType,
  field: SourceField,
  directive: ConstDirectiveNode,
): void {
  const kind = directive.name.value as RelationKind;
  const given = directiveArguments(directive);
  if (field.directives.filter((other) => relationKinds.has(other.name.value)).length > 1) {
    const problem = `${type.name}.${field.name} has two relations.`;
    throw refusal('invalid-relation', directive, problem, 'Give each a field of its own.');
  }
  checkEnds(expansion, type, field, directive);
  const related = relatedType(expansion, field, directive);
  if (given.overrideIndexName && !given.references) {
    throw refusal(
      'invalid-relation',
      directive,
      'overrideIndexName goes with references only.',
      'Add references, or remove it.',
    );
  }
  const references = given.references
    ? planReferences(expansion, { kind, type, field, directive, related, given })
    : undefined;
  const counterpart = kind === 'belongsTo' ? counterpartOf(type, related) : undefined;
  if (kind === 'belongsTo' && !counterpart) {
    const hint = `Add a field of type ${type.name} with @hasOne, or [${type.name}] with @hasMany, to ${related.name}.`;
    throw refusal('invalid-relation', directive, `${related.name} has no relation to ${type.name}.`, hint);
  }
  expansion.relations.push({
    kind,
    type,
    field,
    directive,
    related,
    fields: references ? [] : localFields(expansion, type, directive, given.fields),
    references,
    indexName: references || !given.indexName ? undefined : String(given.indexName),
    counterpart,
  });
}

function checkEnds(
  { models }: Expansion,
  type: SourceType,
  field: SourceField,
  directive: ConstDirectiveNode,
): void {
  const name = directive.name.value;
  if (!directiveOn(type, 'model')) {
    throw refusal(
      'invalid-relation',
      directive,
      `@${name} on ${type.name}, which is no @model.`,
      `Add @model to ${type.name}.`,
    );
  }
  if (name === 'hasMany' && !isList(field.type)) {
    throw refusal(
      'invalid-relation',
      directive,
      '@hasMany needs a list.',
      `Write [${field.base}], or use @hasOne.`,
    );
  }
  if (name !== 'hasMany' && isList(field.type)) {
    const hint = name === 'hasOne' ? 'Use @hasMany, or remove the brackets.' : 'Remove the brackets.';
    throw refusal('invalid-relation', directive, `@${name} is for a single record, not a list.`, hint);
  }
  if (models.has(field.base)) return;
  const hint = didYouMean(field.base, models.keys()) ?? `Add @model to ${field.base}.`;
  throw refusal('invalid-relation', directive, `@${name} to ${field.base}, which is no @model.`, hint);
}

function relatedType({ models }: Expansion, field: SourceField, directive: ConstDirectiveNode): SourceType {
  const plan = models.get(field.base);
  if (plan) return plan.type;
  throw refusal('invalid-relation', directive, `${field.base} is no @model.`, `Add @model to ${field.base}.`);
}

function counterpartOf(type: SourceType, related: SourceType): RelationPlan['counterpart'] {
  for (const field of related.fields.values()) {
    if (field.base !== type.name) continue;
    const found = field.directives.find(({ name }) => name.value === 'hasOne' || name.value === 'hasMany');
    if (found) return { kind: found.name.value as 'hasOne' | 'hasMany', field };
  }
  return undefined;
}

function localFields(
  expansion: Expansion,
  type: SourceType,
  directive: ConstDirectiveNode,
  given: unknown,
): SourceField[] {
  if (Array.isArray(given) && given.length === 0) {
    throw refusal(
      'invalid-relation',
      directive,
      `@${directive.name.value} has an empty fields.`,
      'Name the fields, or remove it.',
    );
  }
  return stringList(given).map((name) => scalarField(expansion, type, name, directive));
}
