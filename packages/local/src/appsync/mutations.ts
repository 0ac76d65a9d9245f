import { randomUUID } from 'node:crypto';
import type { Model } from '@postern/schema';
import type { Item } from '../store/item-store.ts';
import type { Caller } from './caller.ts';
import { checkIndexKeys, checkPrimaryKey } from './check-keys.ts';
import { conditionFailed, FieldError } from './errors.ts';
import type { Args } from './field-arguments.ts';
import { checkItemLimits } from './item-limits.ts';
import { checkFilter, matches, type Filter } from './filter.ts';
import type { ModelField } from './model-field.ts';
import { ofMutation } from './mutation-answer.ts';
import { checkValidations } from './validations.ts';

/** Writes a new record; one with its key must not exist. */
export function createItem(
  { model, guard, name, backend, defaults }: ModelField,
  args: Args,
  caller: Caller,
): Item {
  const given = withDefaults(defaults, args.input as Item);
  checkCompositeKeys(model, given, 'creating');
  const input = guard.create(caller, given, name);
  checkValidations(model.name, model.validations, args.input as Item);
  const at = new Date(backend.now()).toISOString();
  const { createdAt, updatedAt } = model.timestamps;
  const item = withoutNullKeys(model, {
    ...(model.primaryKey.partition === 'id' ? { id: randomUUID() } : {}),
    ...(createdAt === undefined ? {} : { [createdAt]: at }),
    ...(updatedAt === undefined ? {} : { [updatedAt]: at }),
    ...input,
  });
  checkPrimaryKey(model, item);
  checkIndexKeys(model, item);
  if (backend.store.get(model, item) || !meets(args, {})) throw conditionFailed();
  backend.store.put(model, checkItemLimits(item));
  return ofMutation(item);
}

/** Changes a record that exists and meets the condition. */
export function updateItem({ model, guard, name, backend }: ModelField, args: Args, caller: Caller): Item {
  const input = args.input as Item;
  checkCompositeKeys(model, input, 'updating');
  const existing = backend.store.get(model, input);
  guard.update(caller, existing, input, name);
  checkValidations(model.name, model.validations, input);
  checkPrimaryKey(model, input);
  checkIndexKeys(model, input);
  if (!existing || !meets(args, existing)) throw conditionFailed();
  const { updatedAt } = model.timestamps;
  const changed: Item = {
    ...existing,
    ...(updatedAt === undefined ? {} : { [updatedAt]: new Date(backend.now()).toISOString() }),
    ...input,
  };
  // An update to null removes the attribute.
  const removed = Object.keys(input).filter((field) => input[field] === null);
  for (const field of removed) Reflect.deleteProperty(changed, field);
  backend.store.put(model, checkItemLimits(changed));
  return ofMutation(changed);
}

/** Deletes a record that exists and meets the condition. */
export function deleteItem({ model, guard, name, backend }: ModelField, args: Args, caller: Caller): Item {
  const existing = backend.store.get(model, args.input as Item);
  guard.delete(caller, existing, name);
  checkPrimaryKey(model, args.input as Item);
  if (!existing || !meets(args, existing)) throw conditionFailed();
  backend.store.delete(model, existing);
  return ofMutation(existing);
}

function meets({ condition }: Args, existing: Item): boolean {
  checkFilter(condition as Filter);
  return matches(condition as Filter, existing);
}

// `@default` also stands in for a null.
function withDefaults(defaults: Item, input: Item): Item {
  const missing = Object.entries(defaults).filter(([field]) => input[field] == null);
  return { ...input, ...Object.fromEntries(missing) };
}

// DynamoDB takes no null in a key of an index: the attribute is left out, and the record stays out of the index.
function withoutNullKeys({ indexes }: Model, item: Item): Item {
  const keys = new Set(indexes.flatMap(({ partition, sort }) => [partition, ...sort]));
  return Object.fromEntries(
    Object.entries(item).filter(([field, value]) => value !== null || !keys.has(field)),
  );
}

// The parts of a composite sort key are one attribute in the table: a write gives all of them or none.
function checkCompositeKeys({ indexes }: Model, input: Item, doing: 'creating' | 'updating'): void {
  for (const { name, sort } of indexes) {
    const given = sort.filter((field) => Object.hasOwn(input, field));
    const missing = sort.find((field) => !Object.hasOwn(input, field));
    if (sort.length < 2 || given.length === 0 || missing === undefined) continue;
    throw new FieldError(
      null,
      `When ${doing} any part of the composite sort key for @index '${name}', you must provide all fields for the key. Missing key: '${missing}'.`,
    );
  }
}
