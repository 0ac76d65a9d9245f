import type { KeySchema, Model, RootFieldInfo } from '@postern/schema';
import { primaryIndex } from '../store/item-store.ts';
import type { Caller } from './caller.ts';
import { checkPrimaryKey } from './check-keys.ts';
import { notAuthorized } from './errors.ts';
import type { Args } from './field-arguments.ts';
import { checkKeyArguments } from './key-arguments.ts';
import type { ModelField } from './model-field.ts';
import { createItem, deleteItem, updateItem } from './mutations.ts';
import { readPage, type Along } from './read-page.ts';
import { sortCondition } from './sort-condition.ts';

/** Answers a field of a model for one caller. */
export type ModelResolver = (args: Args, caller: Caller) => unknown;

type ModelKind = Extract<RootFieldInfo['kind'], 'get' | 'list' | 'index' | 'create' | 'update' | 'delete'>;

/** Makes the resolver of a root field that `@model` or `@index` generated. */
export function modelResolver(field: ModelField, kind: ModelKind, indexName?: string): ModelResolver {
  switch (kind) {
    case 'get':
      return (args, caller) => getOne(field, args, caller);
    case 'list':
      return (args, caller) => list(field, args, caller);
    case 'index':
      return indexResolver(field, indexName);
    case 'create':
      return (args, caller) => createItem(field, args, caller);
    case 'update':
      return (args, caller) => updateItem(field, args, caller);
    case 'delete':
      return (args, caller) => deleteItem(field, args, caller);
  }
}

function getOne(field: ModelField, args: Args, caller: Caller): unknown {
  const { model, guard, backend, name } = field;
  const query = { args, key: model.primaryKey, isIndex: false };
  const reading = guard.read(caller, 'get', { type: 'Query', field: name }, query);
  checkPrimaryKey(model, reading.args);
  const item = backend.store.get(model, reading.args);
  if (!item) return null;
  if (!reading.sees(item)) throw notAuthorized('Query', name);
  return item;
}

function list(field: ModelField, args: Args, caller: Caller): unknown {
  const { model, guard, name } = field;
  checkKeyArguments(model.primaryKey, args, 'table');
  const query = { args, key: model.primaryKey, isIndex: false };
  const reading = guard.read(caller, 'list', { type: 'Query', field: name }, query);
  return readPage(field, reading, listAlong(model, reading.args));
}

// A custom primary key turns a list into a query once its partition is given.
function listAlong({ primaryKey }: Model, args: Args): Along {
  const isQuery = primaryKey.sort.length > 0 && args[primaryKey.partition] != null;
  return isQuery ? along(primaryIndex, primaryKey, args) : {};
}

function indexResolver(field: ModelField, indexName: string | undefined): ModelResolver {
  const { model, guard, name } = field;
  const index = model.indexes.find((one) => one.name === indexName);
  if (!index) throw new TypeError(`${name} belongs to no index`);
  return (args, caller) => {
    checkKeyArguments(index, args, 'index');
    const reading = guard.read(
      caller,
      'list',
      { type: 'Query', field: name },
      { args, key: index, isIndex: true },
    );
    return readPage(field, reading, along(index.name, index, reading.args));
  };
}

function along(index: string, key: KeySchema, args: Args): Along {
  const sort = sortCondition(key.sort, args);
  return {
    along: {
      index,
      partition: args[key.partition] as string | number,
      descending: args.sortDirection === 'DESC',
    },
    ...(sort ? { sort } : {}),
  };
}
