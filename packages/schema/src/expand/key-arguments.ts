import type { KeySchema, Model, RootFieldInfo } from '../model.ts';
import { upperFirst } from '../read/read-model.ts';
import { addConnection, pageArguments } from './connection.ts';
import { filterScalar } from './filter-inputs.ts';
import { namedType, type Output, type OutputField } from './output.ts';

type Args = OutputField['args'];

/** The arguments of a `get`: the whole primary key. */
export function keyArguments(model: Model, output: Output): Args {
  const { partition, sort } = model.primaryKey;
  return [partition, ...sort].map((name) => ({ name, type: `${fieldType(model, name, output)}!` }));
}

/** The arguments that a custom primary key adds to a `list`. */
export function listKeyArguments(model: Model, output: Output): Args {
  const { partition, sort } = model.primaryKey;
  if (partition === 'id' && sort.length === 0) return [];
  const type = fieldType(model, partition, output);
  const direction = { name: 'sortDirection', type: 'ModelSortDirection' };
  return [{ name: partition, type }, ...sortArguments(model, model.primaryKey, 'Primary', output), direction];
}

/** Adds the queries of a model's indexes. */
export function addIndexQueries(model: Model, output: Output): RootFieldInfo[] {
  return model.indexes.flatMap((index): RootFieldInfo[] => {
    if (index.queryField === undefined) return [];
    addConnection(model, output);
    const args = [
      { name: index.partition, type: `${fieldType(model, index.partition, output)}!` },
      ...sortArguments(model, index, upperFirst(index.name), output),
      { name: 'sortDirection', type: 'ModelSortDirection' },
      ...pageArguments(model),
    ];
    const type = `Model${upperFirst(model.name)}Connection`;
    output.addRootField('Query', { name: index.queryField, type, args, directives: [] });
    return [{ parent: 'Query', name: index.queryField, kind: 'index', model: model.name, index: index.name }];
  });
}

function fieldType(model: Model, name: string, output: Output): string {
  const type = output.get(model.name).fields.find((field) => field.name === name)?.type ?? 'ID';
  return type.endsWith('!') ? type.slice(0, -1) : type;
}

// One sort field is compared by a condition of its scalar; several by a condition on all of them joined.
function sortArguments(model: Model, key: KeySchema, label: string, output: Output): Args {
  const [first, ...more] = key.sort;
  if (first === undefined) return [];
  if (more.length === 0) {
    const scalar = conditionScalar(fieldType(model, first, output), output);
    addKeyCondition(scalar, output);
    return [{ name: first, type: `Model${scalar}KeyConditionInput` }];
  }
  const name = key.sort.map((part, index) => (index === 0 ? part : upperFirst(part))).join('');
  return [{ name, type: addCompositeCondition(model, key, label, output) }];
}

function conditionScalar(type: string, output: Output): string {
  return output.types.get(namedType(type))?.kind === 'enum' ? 'String' : filterScalar(namedType(type));
}

function addKeyCondition(scalar: string, output: Output): void {
  const pairs = ['eq', 'le', 'lt', 'ge', 'gt'].map((name): [string, string] => [name, scalar]);
  const text: [string, string][] = scalar === 'String' || scalar === 'ID' ? [['beginsWith', scalar]] : [];
  output.addFields('input', `Model${scalar}KeyConditionInput`, [
    ...pairs,
    ['between', `[${scalar}]`],
    ...text,
  ]);
}

function addCompositeCondition(model: Model, key: KeySchema, label: string, output: Output): string {
  const stem = `Model${upperFirst(model.name)}${label}CompositeKey`;
  const parts = key.sort.map((name): [string, string] => {
    const scalar = conditionScalar(fieldType(model, name, output), output);
    return [name, scalar];
  });
  output.addFields('input', `${stem}Input`, parts);
  const compared = ['eq', 'le', 'lt', 'ge', 'gt'].map((name): [string, string] => [name, `${stem}Input`]);
  output.addFields('input', `${stem}ConditionInput`, [
    ...compared,
    ['between', `[${stem}Input]`],
    ['beginsWith', `${stem}Input`],
  ]);
  return `${stem}ConditionInput`;
}
