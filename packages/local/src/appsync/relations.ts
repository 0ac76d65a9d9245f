import type { KeySchema, Model, Relation } from '@postern/schema';
import { primaryIndex, type Item, type ItemStore, type SortCondition } from '../store/item-store.ts';
import type { Caller } from './caller.ts';
import { notAuthorized } from './errors.ts';
import type { Args } from './field-arguments.ts';
import type { Guard } from './guard.ts';
import type { ModelBackend } from './model-field.ts';
import { byMutation, ofMutation } from './mutation-answer.ts';
import { readPage } from './read-page.ts';
import { sortCondition } from './sort-condition.ts';

/** A field that `@hasOne`, `@hasMany`, `@belongsTo` or `@manyToMany` made, with all that its resolver needs. */
export interface RelationField {
  readonly parent: string;
  readonly relation: Relation;
  readonly related: Model;
  readonly guard: Guard;
  readonly backend: ModelBackend;
}

/**
 * Answers a relation of one record.
 *
 * @param isHidden - Whether subscribers of a mutation might see what they may not: then there is nothing to see.
 * @throws FieldError `Unauthorized` where the caller may see nothing of the related model, related records or not.
 */
export function resolveRelation(
  field: RelationField,
  source: Item,
  args: Args,
  caller: Caller,
  isHidden: boolean,
): unknown {
  const { relation, related, guard, parent } = field;
  const at = { type: parent, field: relation.field };
  // Keys that name the owner are the record's own here: only the filter of the rules applies.
  const query = { args, key: { partition: '', sort: [] }, isIndex: true };
  const reading = guard.read(caller, 'relation', at, query);
  const keys = relation.local.map((name) => source[name]);
  const isList = relation.kind === 'hasMany' || relation.kind === 'manyToMany';
  if (isHidden || keys.some((value) => value == null)) return isList ? emptyPage : null;
  // What is not for every subscriber is hidden in related records too.
  const mark = (item: Item): Item => (byMutation in source ? ofMutation(item) : item);
  if (!isList) {
    const found = findOne(field, keys, reading.sees);
    return found && mark(found);
  }
  const where = relationKey(related, relation);
  const along = {
    index: where.index,
    partition: keys[0] as string | number,
    descending: args.sortDirection === 'DESC',
  };
  const sort = fixedSort(where.key, relation, keys) ?? sortCondition(where.key.sort, args);
  const { items, nextToken } = readPage(
    { name: relation.field, parent, model: related, backend: field.backend },
    reading,
    { along, ...(sort ? { sort } : {}) },
    relation.limit,
  );
  return { items: items.map(mark), nextToken };
}

const emptyPage = { items: [], nextToken: null };

function findOne(
  { relation, related, backend, parent }: RelationField,
  keys: readonly unknown[],
  sees: (record: Item) => boolean,
): Item | null {
  const wanted = Object.fromEntries(relation.remote.map((name, position) => [name, keys[position]]));
  const item = isPrimary(related, relation.remote)
    ? backend.store.get(related, wanted)
    : firstAlong(backend.store, related, relation, keys);
  if (!item) return null;
  if (!sees(item)) throw notAuthorized(parent, relation.field);
  return item;
}

function firstAlong(
  store: ItemStore,
  related: Model,
  relation: Relation,
  keys: readonly unknown[],
): Item | undefined {
  const { index, key } = relationKey(related, relation);
  const along = { index, partition: keys[0] as string | number, descending: false };
  const sort = fixedSort(key, relation, keys);
  return store.page({ model: related, along, ...(sort ? { sort } : {}), limit: 1 }).items[0];
}

function relationKey(related: Model, { index, remote }: Relation): { index: string; key: KeySchema } {
  const declared = related.indexes.find(({ name }) => name === (index ?? relationIndex(remote)));
  if (declared) return { index: declared.name, key: declared };
  return { index: primaryIndex, key: related.primaryKey };
}

// Where the relation says more than the partition, the sort key is given by the record.
function fixedSort(
  { sort }: KeySchema,
  { remote }: Relation,
  keys: readonly unknown[],
): SortCondition | undefined {
  const [, ...fixed] = keys;
  if (fixed.length === 0) return undefined;
  const value = fixed.length === 1 ? (fixed[0] as string | number) : fixed.join('#');
  return remote.length - 1 === sort.length
    ? { operator: 'eq', values: [value] }
    : { operator: 'beginsWith', values: [`${value}#`] };
}

function isPrimary({ primaryKey }: Model, remote: readonly string[]): boolean {
  return [primaryKey.partition, ...primaryKey.sort].join() === remote.join();
}

/** The name of an index that a relation has of its own. */
function relationIndex(remote: readonly string[]): string {
  return `gsi:${remote.join()}`;
}

/** The models with the indexes that relations add to them. */
export function withRelationIndexes(models: ReadonlyMap<string, Model>): Map<string, Model> {
  const all = new Map(models);
  for (const { index, remote, model } of [...models.values()].flatMap(({ relations }) => relations)) {
    const related = all.get(model);
    const [partition, ...sort] = remote;
    const name = relationIndex(remote);
    if (!related || partition === undefined || index !== undefined || isPrimary(related, remote)) continue;
    if (related.primaryKey.partition === partition && sort.length === 0) continue;
    if (related.indexes.some((one) => one.name === name)) continue;
    all.set(model, { ...related, indexes: [...related.indexes, { name, partition, sort }] });
  }
  return all;
}
