import { randomUUID } from 'node:crypto';
import type { ExpandedSchema, KeySchema, Model, RootFieldInfo } from '@postern/schema';
import { primaryIndex, type Item, type ItemStore, type PageQuery } from '../store/item-store.ts';
import type { Caller } from './caller.ts';
import { conditionFailed, FieldError } from './errors.ts';
import { matches, type Filter } from './filter.ts';
import { Guard } from './guard.ts';
import type { NextTokens } from './next-token.ts';
import { sortCondition } from './sort-condition.ts';

/** Answers one root field. */
export type RootResolver = (args: Readonly<Record<string, unknown>>, caller: Caller) => unknown;

/** What the resolvers of models work on. */
export interface ModelBackend {
  readonly expanded: ExpandedSchema;
  readonly store: ItemStore;
  readonly tokens: NextTokens;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

type ModelField = Extract<RootFieldInfo, { kind: 'get' | 'list' | 'index' | 'create' | 'update' | 'delete' }>;

/** Makes the resolver of a root field that `@model` or `@index` generated. */
export function modelResolver(info: ModelField, backend: ModelBackend): RootResolver {
  const model = backend.expanded.models.get(info.model);
  if (!model) throw new TypeError(`${info.name} belongs to no model`);
  const guard = new Guard(model, backend.expanded.access, backend.expanded.iamAccess);
  switch (info.kind) {
    case 'get':
      return (args, caller) => getOne(model, guard, info, backend, args, caller);
    case 'list':
      return (args, caller) => listPage(model, guard, info, backend, args, caller, listAlong(model, args));
    case 'index': {
      const index = model.indexes.find(({ name }) => name === info.index);
      if (!index) throw new TypeError(`${info.name} belongs to no index`);
      return (args, caller) =>
        listPage(model, guard, info, backend, args, caller, along(index.name, index, args));
    }
    case 'create':
      return (args, caller) => create(model, guard, info, backend, args, caller);
    case 'update':
      return (args, caller) => update(model, guard, info, backend, args, caller);
    case 'delete':
      return (args, caller) => remove(model, guard, info, backend, args, caller);
  }
}

type Args = Readonly<Record<string, unknown>>;

function getOne(
  model: Model,
  guard: Guard,
  info: ModelField,
  backend: ModelBackend,
  args: Args,
  caller: Caller,
): unknown {
  const visible = guard.visible(caller, 'get', info.name);
  const item = backend.store.get(model, args);
  if (!item) return null;
  if (!visible(item))
    throw new FieldError('Unauthorized', `Not Authorized to access ${info.name} on type Query`);
  return item;
}

type Along = Pick<PageQuery, 'along' | 'sort'>;

// A custom primary key turns a list into a query once its partition is given.
function listAlong(model: Model, args: Args): Along {
  const { partition, sort } = model.primaryKey;
  return sort.length > 0 && args[partition] != null ? along(primaryIndex, model.primaryKey, args) : {};
}

function along(index: string, key: KeySchema, args: Args): Along {
  const descending = args.sortDirection === 'DESC';
  const sort = sortCondition(key.sort, args);
  return {
    along: { index, partition: args[key.partition] as string | number, descending },
    ...(sort ? { sort } : {}),
  };
}

const defaultLimit = 100;

function listPage(
  model: Model,
  guard: Guard,
  info: ModelField,
  backend: ModelBackend,
  args: Args,
  caller: Caller,
  query: Along,
): unknown {
  const visible = guard.visible(caller, 'list', info.name);
  const limit = (args.limit as number | null | undefined) ?? defaultLimit;
  if (limit < 1) throw new FieldError('DynamoDB:DynamoDbException', 'Limit must be at least 1.');
  const name = JSON.stringify([info.name, query]);
  const after = args.nextToken == null ? undefined : backend.tokens.open(String(args.nextToken), name);
  const { items, last } = backend.store.page({ model, ...query, after, limit });
  // The limit counts what is read; filter and rules take away from that.
  const kept = items.filter((item) => visible(item) && matches(args.filter as Filter, item));
  return { items: kept, nextToken: last ? backend.tokens.seal(last, name) : null };
}

function create(
  model: Model,
  guard: Guard,
  info: ModelField,
  backend: ModelBackend,
  args: Args,
  caller: Caller,
): unknown {
  const input = guard.create(caller, args.input as Item, info.name);
  const at = new Date(backend.now()).toISOString();
  const { createdAt, updatedAt } = model.timestamps;
  const item: Item = {
    ...(model.primaryKey.partition === 'id' ? { id: randomUUID() } : {}),
    ...(createdAt === undefined ? {} : { [createdAt]: at }),
    ...(updatedAt === undefined ? {} : { [updatedAt]: at }),
    ...input,
  };
  if (backend.store.get(model, item)) throw conditionFailed();
  if (!matches(args.condition as Filter, {})) throw conditionFailed();
  backend.store.put(model, item);
  return item;
}

function update(
  model: Model,
  guard: Guard,
  info: ModelField,
  backend: ModelBackend,
  args: Args,
  caller: Caller,
): unknown {
  const input = args.input as Item;
  const existing = backend.store.get(model, input);
  guard.update(caller, existing, input, info.name);
  if (!existing || !matches(args.condition as Filter, existing)) throw conditionFailed();
  const { updatedAt } = model.timestamps;
  const changed: Item = {
    ...existing,
    ...(updatedAt === undefined ? {} : { [updatedAt]: new Date(backend.now()).toISOString() }),
    ...input,
  };
  // An update to null removes the attribute.
  const item = Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== null));
  backend.store.put(model, item);
  return item;
}

function remove(
  model: Model,
  guard: Guard,
  info: ModelField,
  backend: ModelBackend,
  args: Args,
  caller: Caller,
): unknown {
  const existing = backend.store.get(model, args.input as Item);
  guard.delete(caller, existing, info.name);
  if (!existing || !matches(args.condition as Filter, existing)) throw conditionFailed();
  backend.store.delete(model, existing);
  return existing;
}
