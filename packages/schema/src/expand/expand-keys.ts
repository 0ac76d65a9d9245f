import { baseOf, nullable, required } from '../read/type-text.ts';
import { addConnection } from './expand-model.ts';
import type { Expansion } from './context.ts';
import type { KeyPlan } from './declarations.ts';
import { addEnumFilters, filterPairs } from './filter-inputs.ts';
import { addKeyConditions, sortKeyArgument } from './key-conditions.ts';
import { camelCase, plural, typeNames, upperFirst } from './names.ts';
import { outputField, type OutputArgument, type OutputField, type OutputType } from './output.ts';
import { outputDirective } from './output-directive.ts';
import { addRootField, rootName } from './root-fields.ts';

/** Applies a `@primaryKey` to what `@model` generated. */
export function applyPrimaryKey(expansion: Expansion, key: KeyPlan): void {
  const { output } = expansion;
  const { type } = key;
  const query = output.get(rootName(expansion, 'Query'));
  const keys = [key.field, ...key.sort];
  replaceArguments(query, queryName(expansion, type.name, 'get'), () =>
    keys.map(({ name, base }) => ({ name, type: `${base}!` })),
  );
  replaceArguments(query, queryName(expansion, type.name, 'list'), ({ args }) => [
    { name: key.field.name, type: key.field.base },
    ...sortKeyArgument(output, key),
    ...args,
    { name: 'sortDirection', type: 'ModelSortDirection' },
  ]);
  rewriteInputs(expansion, key);
  if (!type.fields.has('id')) output.get(type.name)?.fields.delete('id');
  addKeyConditions(output, key);
  removeFromCondition(expansion, type.name, ['id', ...keys.map(({ name }) => name)]);
}

// Where all queries are switched off, the transformer still changes a declared field that has the default name.
function queryName(
  { models, shape }: Expansion,
  model: string,
  kind: 'get' | 'list',
): string | null | undefined {
  const queries = models.get(model)?.config.queries;
  if (queries || shape.version === 1) return queries?.[kind];
  return kind === 'get' ? camelCase('get', model) : camelCase('list', plural(upperFirst(model)));
}

function replaceArguments(
  query: OutputType | undefined,
  name: string | null | undefined,
  make: (field: OutputField) => OutputArgument[],
): void {
  const field = name ? query?.fields.get(name) : undefined;
  if (query && field) query.fields.set(field.name, { ...field, args: make(field) });
}

// The first version rewrites also what people declare under the name of an input that is switched off.
function rewriteInputs({ output, models, shape }: Expansion, { type, field, sort }: KeyPlan): void {
  const every = { create: true, update: true, delete: true };
  const mutations = shape.version === 1 ? every : models.get(type.name)?.config.mutations;
  const declaresId = type.fields.has('id');
  const keys = [field, ...sort];
  const update = mutations?.update ? output.get(typeNames.update(type.name))?.fields : undefined;
  if (!declaresId) {
    if (mutations?.create) output.get(typeNames.create(type.name))?.fields.delete('id');
    update?.delete('id');
  }
  for (const one of update?.values() ?? []) {
    const asKey = keys.some((key) => key.name === one.name);
    if (asKey) update?.set(one.name, outputField(one.name, required(one.type)));
    else if (one.name === 'id') update?.set('id', outputField('id', nullable(one.type)));
  }
  const removal = mutations?.delete ? output.get(typeNames.delete(type.name))?.fields : undefined;
  if (!removal) return;
  const others = [...removal.values()].filter(
    (one) => !keys.some((key) => key.name === one.name) && !(one.name === 'id' && baseOf(one.type) === 'ID'),
  );
  removal.clear();
  for (const key of keys) removal.set(key.name, outputField(key.name, `${key.base}!`));
  for (const other of others) removal.set(other.name, other);
}

function removeFromCondition({ output }: Expansion, model: string, names: readonly string[]): void {
  const condition = output.get(typeNames.condition(model));
  for (const name of names) condition?.fields.delete(name);
}

/** Adds the query and the inputs of an `@index`. */
export function applyIndex(expansion: Expansion, key: KeyPlan): void {
  const { output } = expansion;
  if (key.queryField !== undefined) addIndexQuery(expansion, key, key.queryField);
  addKeyConditions(output, key);
  removeFromCondition(expansion, key.type.name, ['id']);
}

function addIndexQuery(expansion: Expansion, key: KeyPlan, name: string): void {
  const { output } = expansion;
  const { type } = key;
  const filter = typeNames.filter(type.name);
  const connection = typeNames.connection(type.name);
  const args = [
    { name: key.field.name, type: expansion.shape.version === 1 ? key.field.base : `${key.field.base}!` },
    ...sortKeyArgument(output, key),
    { name: 'sortDirection', type: 'ModelSortDirection' },
    { name: 'filter', type: filter },
    { name: 'limit', type: 'Int' },
    { name: 'nextToken', type: 'String' },
  ];
  const open =
    expansion.shape.version === 2 &&
    expansion.iamAccess &&
    expansion.modes.default !== 'iam' &&
    !expansion.models.get(type.name)?.hasAuth;
  const field = {
    ...outputField(name, connection, args),
    directives: open ? [outputDirective('aws_iam')] : [],
  };
  addRootField(expansion, type, 'Query', field, {
    parent: 'Query',
    name,
    kind: 'index',
    model: type.name,
    index: key.name ?? '',
  });
  addEnumFilters(expansion, type.fields.values());
  output.addInput(filter, () => filterPairs(expansion, filter, type.fields.values(), 'all'));
  addConnection(expansion, connection, type.name);
}
