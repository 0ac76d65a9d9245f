import type { Model, RootFieldInfo } from '../model.ts';
import { upperFirst } from '../read/read-model.ts';
import { addConnection, pageArguments } from './connection.ts';
import {
  addEnumFilters,
  filterPairs,
  filterScalar,
  logicalPairs,
  subscriptionFilterPairs,
} from './filter-inputs.ts';
import { addIndexQueries, keyArguments, listKeyArguments } from './key-arguments.ts';
import { namedType, type Output, type OutputField } from './output.ts';

type Pairs = (readonly [string, string])[];

/** Adds all that `@model` generates for a type, and returns what answers its root fields. */
export function expandModel(model: Model, models: ReadonlySet<string>, output: Output): RootFieldInfo[] {
  const type = output.get(model.name);
  const declared = [...type.fields];
  addImplicitFields(model, type.fields);
  for (const field of declared) addNestedInputs(namedType(field.type), models, output);
  return [
    ...addQueries(model, output),
    ...addIndexQueries(model, output),
    ...addMutations(model, declared, models, output),
    ...addSubscriptions(model, output),
  ];
}

function addImplicitFields(model: Model, fields: OutputField[]): void {
  const add = (name: string, type: string): void => {
    if (!fields.some((field) => field.name === name)) fields.push({ name, type, args: [], directives: [] });
  };
  if (model.primaryKey.partition === 'id') add('id', 'ID!');
  for (const name of Object.values(model.timestamps)) add(name, 'AWSDateTime!');
}

// A nested type that is no model is written through an input of its own, `<Type>Input`.
function addNestedInputs(name: string, models: ReadonlySet<string>, output: Output): void {
  const nested = output.types.get(name);
  const inputName = `${upperFirst(name)}Input`;
  if (nested?.kind !== 'type' || models.has(name) || output.types.has(inputName)) return;
  output.addFields(
    'input',
    inputName,
    nested.fields.map((field) => [field.name, inputType(field.type, output)]),
  );
  for (const field of nested.fields) addNestedInputs(namedType(field.type), models, output);
}

function inputType(type: string, output: Output): string {
  const name = namedType(type);
  return output.types.get(name)?.kind === 'type' ? type.replace(name, `${upperFirst(name)}Input`) : type;
}

function addQueries(model: Model, output: Output): RootFieldInfo[] {
  const { name, operations } = model;
  const added: RootFieldInfo[] = [];
  if (operations.get !== undefined) {
    const args = keyArguments(model, output);
    output.addRootField('Query', { name: operations.get, type: name, args, directives: [] });
    added.push({ parent: 'Query', name: operations.get, kind: 'get', model: name });
  }
  if (operations.list !== undefined) {
    addConnection(model, output);
    const args = [...listKeyArguments(model, output), ...pageArguments(model)];
    output.addRootField('Query', {
      name: operations.list,
      type: `Model${upperFirst(name)}Connection`,
      args,
      directives: [],
    });
    added.push({ parent: 'Query', name: operations.list, kind: 'list', model: name });
  }
  return added;
}

function addMutations(
  model: Model,
  declared: readonly OutputField[],
  models: ReadonlySet<string>,
  output: Output,
): RootFieldInfo[] {
  const name = upperFirst(model.name);
  const written = declared.filter((field) => !models.has(namedType(field.type)));
  const inputs = {
    create: () => createPairs(model, written, output),
    update: () => updatePairs(model, written, output),
    delete: () => keyFields(model).map((key): [string, string] => [key, `${keyType(model, key, output)}!`]),
  };
  return (['create', 'update', 'delete'] as const).flatMap((kind): RootFieldInfo[] => {
    const field = model.operations[kind];
    if (field === undefined) return [];
    addCondition(model, declared, output);
    const input = `${upperFirst(kind)}${name}Input`;
    output.addFields('input', input, inputs[kind]());
    const args = [
      { name: 'input', type: `${input}!` },
      { name: 'condition', type: `Model${name}ConditionInput` },
    ];
    output.addRootField('Mutation', { name: field, type: model.name, args, directives: [] });
    return [{ parent: 'Mutation', name: field, kind, model: model.name }];
  });
}

function createPairs(model: Model, fields: readonly OutputField[], output: Output): Pairs {
  const times = Object.values(model.timestamps);
  const pairs = fields.map((field): [string, string] => {
    const type = inputType(field.type, output);
    const generated = field.name === 'id' && ['ID', 'String'].includes(namedType(type));
    const timed = times.includes(field.name) && ['String', 'AWSDateTime'].includes(namedType(type));
    return [field.name, generated || timed ? nullable(type) : type];
  });
  const implicitId = model.primaryKey.partition === 'id' && !fields.some((field) => field.name === 'id');
  return implicitId ? [...pairs, ['id', 'ID']] : pairs;
}

function updatePairs(model: Model, fields: readonly OutputField[], output: Output): Pairs {
  const keys = keyFields(model);
  const pairs = fields.map((field): [string, string] => {
    const type = nullable(inputType(field.type, output));
    return [field.name, keys.includes(field.name) ? `${type}!` : type];
  });
  const implicitId = keys.includes('id') && !fields.some((field) => field.name === 'id');
  return implicitId ? [...pairs, ['id', 'ID!']] : pairs;
}

function keyFields(model: Model): string[] {
  return [model.primaryKey.partition, ...model.primaryKey.sort];
}

function keyType(model: Model, key: string, output: Output): string {
  return nullable(output.get(model.name).fields.find((field) => field.name === key)?.type ?? 'ID');
}

function nullable(type: string): string {
  return type.endsWith('!') ? type.slice(0, -1) : type;
}

function addCondition(model: Model, declared: readonly OutputField[], output: Output): void {
  addEnumFilters(declared, output);
  const name = `Model${upperFirst(model.name)}ConditionInput`;
  const keys = keyFields(model);
  const fields = filterPairs(declared, output).filter(([field]) => !keys.includes(field));
  const times = Object.values(model.timestamps)
    .filter((time) => !declared.some((field) => field.name === time))
    .map((time): [string, string] => [time, `Model${filterScalar('AWSDateTime')}Input`]);
  output.addFields('input', name, [...fields, ...logicalPairs(name), ...times]);
}

function addSubscriptions(model: Model, output: Output): RootFieldInfo[] {
  const { operations, name } = model;
  const triggers = [
    [operations.onCreate, operations.create],
    [operations.onUpdate, operations.update],
    [operations.onDelete, operations.delete],
  ] as const;
  const filter = `ModelSubscription${upperFirst(name)}FilterInput`;
  return triggers.flatMap(([subscriptions, mutation]) =>
    mutation === undefined
      ? []
      : subscriptions.map((subscription): RootFieldInfo => {
          const pairs = subscriptionFilterPairs(output.get(name).fields, output);
          output.addFields('input', filter, [...pairs, ['and', `[${filter}]`], ['or', `[${filter}]`]]);
          output.addRootField('Subscription', {
            name: subscription,
            type: name,
            args: [{ name: 'filter', type: filter }],
            directives: [`@aws_subscribe(mutations: ["${mutation}"])`],
          });
          return {
            parent: 'Subscription',
            name: subscription,
            kind: 'subscribe',
            model: name,
            mutations: [mutation],
          };
        }),
  );
}
