import type { SourceField } from '../../read/source.ts';
import type { Expansion } from '../context.ts';
import type { RelationPlan } from '../declarations.ts';
import { addConnection } from '../expand-model.ts';
import { addOnce, addSortCondition, pageArguments, sortArgument } from '../expand-relations.ts';
import { addEnumFilters, filterPairs } from '../filter-inputs.ts';
import { typeNames } from '../names.ts';
import { outputField } from '../output.ts';
import { primaryKeyFields } from '../relation-references.ts';

/** Applies a `@connection`: a list becomes a page of records, and inputs get the field that holds an id. */
export function applyConnection(expansion: Expansion, relation: RelationPlan): void {
  const { made } = relation;
  if (relation.kind === 'hasMany') addPage(expansion, relation);
  if (!made) return;
  addOnce(expansion.output, typeNames.create(made.holder.name), made.name, made.required ? 'ID!' : 'ID');
  addOnce(expansion.output, typeNames.update(made.holder.name), made.name, 'ID');
}

function addPage(expansion: Expansion, relation: RelationPlan): void {
  const { output, shape } = expansion;
  const { type, field, related } = relation;
  const index = pagedIndex(expansion, relation);
  addConnection(expansion, shape.connection(related.name), related.name);
  const fields = output.get(type.name)?.fields;
  const args = [...sortArgument(relation, index), ...pageArguments(related.name)];
  const page = outputField(field.name, shape.connection(related.name), args);
  fields?.set(field.name, { ...page, directives: fields.get(field.name)?.directives ?? [] });
  const filter = shape.filter(related.name);
  addEnumFilters(expansion, related.fields.values());
  output.addInput(filter, () => filterPairs(expansion, filter, related.fields.values()));
  const [, sort, ...more] = index;
  if (sort && more.length === 0 && relation.fields.length <= 1) addSortCondition(output, relation, sort);
}

// The key that a page is read by; that of a connection by name is the made field, and what it sorts by.
function pagedIndex(expansion: Expansion, { related, indexName, fields, sort }: RelationPlan): SourceField[] {
  if (fields.length === 0) return sort ? [sort, sort] : [];
  const index = expansion.indexes.get(related.name)?.find(({ name }) => name === indexName);
  return index ? [index.field, ...index.sort] : primaryKeyFields(expansion, related);
}
