import type { RootFieldInfo } from '../model.ts';
import { baseOf } from '../read/type-text.ts';
import { isScalarName } from '../read/scalars.ts';
import type { Expansion, ModelPlan } from './context.ts';
import { addEnumFilters, filterPairs, subscriptionFilterPairs } from './filter-inputs.ts';
import { inputType, mutationInputs } from './model-inputs.ts';
import { typeNames } from './names.ts';
import { outputField, type OutputField, type OutputType } from './output.ts';
import { addRootField } from './root-fields.ts';

/** Adds what `@model` generates: implicit fields, inputs, root fields. Keys and relations change it afterwards. */
export function expandModel(expansion: Expansion, plan: ModelPlan): void {
  const model = expansion.output.get(plan.type.name);
  if (!model) return;
  const declared = [...model.fields.values()];
  const enums = declared.filter(({ type }) => expansion.output.get(baseOf(type))?.kind === 'enum');
  addImplicitFields(model, plan);
  addNestedInputs(expansion, declared);
  addQueries(expansion, plan, [...model.fields.values()], enums);
  addMutations(expansion, plan, declared, enums);
  addSubscriptions(expansion, plan, model, enums);
}

/** Adds `id` and the timestamps to a model that does not declare them. */
export function addImplicitFields(model: OutputType, { config }: ModelPlan): void {
  const add = (name: string, type: string): void => {
    if (!model.fields.has(name)) model.fields.set(name, outputField(name, type));
  };
  add('id', 'ID!');
  for (const name of Object.values(config.timestamps ?? {})) if (name) add(name, 'AWSDateTime!');
}

// A nested type that is no model is written through an input of its own, `<Type>Input`.
function addNestedInputs(expansion: Expansion, fields: readonly OutputField[]): void {
  const { output, models } = expansion;
  for (const field of fields) {
    const base = baseOf(field.type);
    const nested = isScalarName(base) || models.has(base) ? undefined : output.get(base);
    const name = typeNames.nested(base);
    if (nested?.kind !== 'type' || output.has(name)) continue;
    const inner = [...nested.fields.values()];
    output.addInput(name, () => inner.map((one) => [one.name, inputType(expansion, one.type)]));
    addNestedInputs(expansion, inner);
  }
}

const listArguments = (filter: string) => [
  { name: 'filter', type: filter },
  { name: 'limit', type: 'Int' },
  { name: 'nextToken', type: 'String' },
];

/**
 * Adds the queries of a model.
 *
 * @param filtered - The fields that a list can be filtered by.
 * @param enums - Those of them that hold enums.
 */
export function addQueries(
  expansion: Expansion,
  { type, config }: ModelPlan,
  filtered: readonly OutputField[],
  enums: readonly OutputField[],
): void {
  const { get, list } = config.queries ?? {};
  if (get) {
    const info: RootFieldInfo = { parent: 'Query', name: get, kind: 'get', model: type.name };
    addRootField(expansion, type, 'Query', outputField(get, type.name, [{ name: 'id', type: 'ID!' }]), info);
  }
  if (list) {
    const connection = expansion.shape.connection(type.name);
    addConnection(expansion, connection, type.name);
    const filter = expansion.shape.filter(type.name);
    addEnumFilters(expansion, enums);
    expansion.output.addInput(filter, () => filterPairs(expansion, filter, filtered));
    const info: RootFieldInfo = { parent: 'Query', name: list, kind: 'list', model: type.name };
    addRootField(expansion, type, 'Query', outputField(list, connection, listArguments(filter)), info);
  }
}

/** Adds the type of a page of a model's records, unless the name is taken. */
export function addConnection({ output }: Expansion, name: string, model: string): void {
  const connection = output.create('type', name);
  connection?.fields.set('items', outputField('items', `[${model}]!`));
  connection?.fields.set('nextToken', outputField('nextToken', 'String'));
}

function addMutations(
  expansion: Expansion,
  plan: ModelPlan,
  declared: readonly OutputField[],
  enums: readonly OutputField[],
): void {
  const { output } = expansion;
  const { name } = plan.type;
  for (const kind of ['create', 'update', 'delete'] as const) {
    const field = plan.config.mutations?.[kind];
    if (!field) continue;
    addEnumFilters(expansion, enums);
    const condition = typeNames.upperCondition(name);
    output.addInput(condition, () => conditionPairs(expansion, plan, condition, declared));
    const input = typeNames[kind](name);
    output.addInput(input, () => mutationInputs[kind](expansion, plan, declared));
    const args = [
      { name: 'input', type: `${input}!` },
      { name: 'condition', type: condition },
    ];
    const info: RootFieldInfo = { parent: 'Mutation', name: field, kind, model: name };
    addRootField(expansion, plan.type, 'Mutation', outputField(field, name, args), info);
  }
}

function conditionPairs(
  expansion: Expansion,
  { config }: ModelPlan,
  name: string,
  declared: readonly OutputField[],
): [string, string][] {
  const idFilter = typeNames.scalarFilter('ID');
  const pairs = filterPairs(expansion, name, declared).filter(
    ([field, type]) => field !== 'id' || type !== idFilter,
  );
  const times = Object.values(config.timestamps ?? {}).filter(
    (time): time is string => time !== null && time !== '' && !pairs.some(([field]) => field === time),
  );
  return [...pairs, ...times.map((time): [string, string] => [time, typeNames.scalarFilter('String')])];
}

function addSubscriptions(
  expansion: Expansion,
  plan: ModelPlan,
  model: OutputType,
  enums: readonly OutputField[],
): void {
  const { subscriptions, mutations } = plan.config;
  if (!subscriptions || subscriptions.level === 'off') return;
  const triggers = [
    ['create', subscriptions.onCreate, mutations?.create],
    ['update', subscriptions.onUpdate, mutations?.update],
    ['delete', subscriptions.onDelete, mutations?.delete],
  ] as const;
  for (const [on, names, mutation] of triggers) {
    if (mutation)
      for (const name of names ?? []) addSubscription(expansion, plan, model, enums, { on, name, mutation });
  }
}

function addSubscription(
  expansion: Expansion,
  { type }: ModelPlan,
  model: OutputType,
  enums: readonly OutputField[],
  { on, name, mutation }: { on: 'create' | 'update' | 'delete'; name: string; mutation: string },
): void {
  const { output } = expansion;
  const filter = typeNames.subscriptionFilter(type.name);
  addEnumFilters(expansion, enums);
  output.addInput(filter, () => subscriptionFilterPairs(output, filter, model.fields.values()));
  const subscribe = {
    name: 'aws_subscribe',
    text: `@aws_subscribe(mutations: [${JSON.stringify(mutation)}])`,
  };
  const field = {
    ...outputField(name, type.name, [{ name: 'filter', type: filter }]),
    directives: [subscribe],
  };
  const info: RootFieldInfo = {
    parent: 'Subscription',
    name,
    kind: 'subscribe',
    model: type.name,
    on,
    mutations: [mutation],
  };
  addRootField(expansion, type, 'Subscription', field, info);
}
