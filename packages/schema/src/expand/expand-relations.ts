import { directiveOn } from '../read/directive-arguments.ts';
import { refusal } from '../read/refuse.ts';
import type { SourceField, SourceType } from '../read/source.ts';
import { isRequired } from '../read/type-text.ts';
import type { Expansion } from './context.ts';
import type { RelationPlan } from './declarations.ts';
import { addConnection } from './expand-model.ts';
import { filterPairs } from './filter-inputs.ts';
import { addKeyCondition } from './key-conditions.ts';
import { camelCase, typeNames, upperFirst } from './names.ts';
import { outputField, type Output, type OutputArgument } from './output.ts';
import { primaryKeyFields, storedKeyFields } from './relation-references.ts';

/** Applies a `@hasMany`, or one side of a `@manyToMany`: the list becomes a page of the other model's records. */
export function applyHasMany(expansion: Expansion, relation: RelationPlan): void {
  const index = relation.kind === 'hasMany' && !relation.references ? relatedIndex(expansion, relation) : [];
  if (relation.fields.length === 0 && !relation.references) {
    addConnectionFields(
      expansion,
      relation,
      relation.related,
      relation.type,
      primaryKeyFields(expansion, relation.type),
    );
  }
  const { output } = expansion;
  const { type, field, related } = relation;
  addConnection(expansion, typeNames.connection(related.name), related.name);
  const fields = output.get(type.name)?.fields;
  const existing = fields?.get(field.name);
  const args = [...sortArgument(relation, index), ...pageArguments(related.name)];
  const page = outputField(field.name, typeNames.connection(related.name), args);
  if (existing) fields?.set(field.name, { ...page, directives: existing.directives });
  const filter = typeNames.filter(related.name);
  output.addInput(filter, () => filterPairs(expansion, filter, related.fields.values(), 'scalar'));
  const [, sort, ...more] = index;
  if (sort && more.length === 0) addSortCondition(output, relation, sort);
}

/** Applies a `@hasOne`, or a `@belongsTo` that answers one: the record gets a field for the other's key. */
export function applyHasOne(expansion: Expansion, relation: RelationPlan): void {
  if (relation.references) {
    refuseEnum(expansion, relation, referenceFields(expansion, relation, relation.references));
    return;
  }
  refuseEnumKey(expansion, relation, relatedIndex(expansion, relation));
  if (
    relation.fields.length > 0 ||
    (relation.kind === 'belongsTo' && relation.counterpart?.kind !== 'hasOne')
  )
    return;
  addConnectionFields(
    expansion,
    relation,
    relation.type,
    relation.type,
    primaryKeyFields(expansion, relation.related),
  );
}

function refuseEnumKey(expansion: Expansion, relation: RelationPlan, key: readonly SourceField[]): void {
  const held = relation.fields.length > 0 ? relation.fields : key;
  refuseEnum(expansion, relation, held.slice(0, key.length === 2 ? 2 : 1));
}

// The fields that the transformer looks at for a relation in reference style: of a key of two the second as well.
function referenceFields(
  expansion: Expansion,
  { kind, type, related }: RelationPlan,
  references: readonly string[],
): SourceField[] {
  const [first = '', second = ''] = references;
  const fields =
    kind === 'belongsTo'
      ? [type.fields.get(first), type.fields.get(second)]
      : [related.fields.get(first), primaryKeyFields(expansion, type)[1]];
  return fields.slice(0, references.length === 2 ? 2 : 1).filter((field) => field !== undefined);
}

// The transformer cannot look a record up by an enum that this record holds.
function refuseEnum({ source }: Expansion, relation: RelationPlan, held: readonly SourceField[]): void {
  const field = held.find(({ base }) => source.enums.has(base));
  if (!field) return;
  const problem = `@${relation.kind} looks ${relation.related.name} up by ${field.name}, which is an enum.`;
  throw refusal('invalid-relation', relation.directive, problem, 'Use a scalar for the key.');
}

/** The arguments of a field that holds a page of records. */
export const pageArguments = (model: string): OutputArgument[] => [
  { name: 'filter', type: typeNames.filter(model) },
  { name: 'sortDirection', type: 'ModelSortDirection' },
  { name: 'limit', type: 'Int' },
  { name: 'nextToken', type: 'String' },
];

/** The argument that narrows such a page by the sort key of the index that it reads. */
export function sortArgument(
  { fields, related, indexName }: RelationPlan,
  index: readonly SourceField[],
): OutputArgument[] {
  const [, first, ...rest] = index;
  if (!first || fields.length > 1) return [];
  if (rest.length === 0) return [{ name: first.name, type: typeNames.keyCondition(first.base) }];
  const key = upperFirst(indexName ?? 'Primary');
  const name = camelCase(first.name, ...rest.map((field) => field.name));
  return [{ name, type: typeNames.compositeKeyCondition(related.name, key) }];
}

/** Adds the input that the argument has. @throws SchemaError `invalid-relation`. */
export function addSortCondition(output: Output, relation: RelationPlan, sort: SourceField): void {
  if (addKeyCondition(output, sort.base)) return;
  const problem = `@${relation.directive.name.value} reads an index whose sort key ${sort.name} is of type ${sort.base}, which it cannot compare.`;
  throw refusal('invalid-relation', relation.directive, problem, 'Use an index with another sort key.');
}

// The key of the other model that the relation reads, matched against the fields that hold it.
function relatedIndex(expansion: Expansion, relation: RelationPlan): SourceField[] {
  const { related, indexName, directive, fields } = relation;
  const key =
    indexName === undefined
      ? storedKeyFields(expansion, related)
      : indexFields(expansion, related, indexName);
  if (!key) {
    const named = (expansion.indexes.get(related.name) ?? []).map((index) => index.name);
    const hint =
      named.length > 0
        ? `It has ${named.join(', ')}.`
        : `Add @index(name: "${indexName ?? ''}") to a field of it.`;
    throw refusal('invalid-relation', directive, `${related.name} has no index ${indexName ?? ''}.`, hint);
  }
  if (fields.length > 1 && key.length !== fields.length) {
    const problem = `@${relation.kind} names ${String(fields.length)} fields for a key of ${String(key.length)}.`;
    throw refusal('invalid-relation', directive, problem, 'Name the partition key alone, or all of the key.');
  }
  for (const [position, field] of fields.entries()) {
    const other = key[position];
    if (!other || field.base === other.base) continue;
    const problem = `${field.name} is of type ${field.base}, the key field ${other.name} of ${related.name} of type ${other.base}.`;
    throw refusal('invalid-relation', directive, problem, 'Make them the same.');
  }
  return key;
}

function indexFields({ indexes }: Expansion, related: SourceType, name: string): SourceField[] | undefined {
  const index = indexes
    .get(related.name)
    ?.find(
      (one) =>
        one.name === name && one.directive.arguments?.some((argument) => argument.name.value === 'name'),
    );
  return index ? [index.field, ...index.sort] : undefined;
}

/** The names of the fields that the transformer makes for a relation without `fields`. */
export function connectionFieldName(type: SourceType, field: SourceField, key: string): string {
  return camelCase(type.name, field.name, key);
}

function addConnectionFields(
  { output }: Expansion,
  { type, field }: RelationPlan,
  holder: SourceType,
  subscriptionOf: SourceType,
  keys: readonly SourceField[],
): void {
  const nonNull = isRequired(field.type);
  for (const key of keys) {
    const name = connectionFieldName(type, field, key.name);
    const written = nonNull ? `${key.base}!` : key.base;
    addOnce(output, holder.name, name, written);
    addOnce(output, typeNames.create(holder.name), name, written);
    addOnce(output, typeNames.update(holder.name), name, key.base);
    addOnce(output, typeNames.upperFilter(holder.name), name, typeNames.scalarFilter(key.base));
    addOnce(output, typeNames.upperCondition(holder.name), name, typeNames.scalarFilter(key.base));
    // For @hasMany the transformer writes the field into the filter of the model that has the relation.
    addOnce(
      output,
      typeNames.subscriptionFilter(subscriptionOf.name),
      name,
      typeNames.subscriptionScalarFilter(key.base),
    );
  }
}

/** Adds a field to a type where it has none of that name. */
export function addOnce(output: Output, typeName: string, name: string, type: string): void {
  const fields = output.get(typeName)?.fields;
  if (fields && !fields.has(name)) fields.set(name, outputField(name, type));
}

/** Whether a field is a relation. */
export function isRelation(field: SourceField): boolean {
  return ['hasOne', 'hasMany', 'belongsTo', 'manyToMany'].some(
    (name) => directiveOn(field, name) !== undefined,
  );
}
