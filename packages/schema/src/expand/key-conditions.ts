import { checkName } from '../read/check-name.ts';
import { refusal } from '../read/refuse.ts';
import { isScalarName, plainScalar } from '../read/scalars.ts';
import type { KeyPlan } from './declarations.ts';
import { camelCase, typeNames, upperFirst } from './names.ts';
import type { Output, OutputArgument } from './output.ts';

const keyConditions = ['eq', 'le', 'lt', 'ge', 'gt', 'between'];
const textKeyConditions = [...keyConditions, 'beginsWith'];

/** The argument that narrows a query by the sort key: none, one for a field, or one for a composite key. */
export function sortKeyArgument(output: Output, { type, sort, name }: KeyPlan): OutputArgument[] {
  const [first, ...rest] = sort;
  if (!first) return [];
  if (rest.length === 0)
    return [{ name: first.name, type: typeNames.keyCondition(conditionBase(output, first.base)) }];
  const composite = typeNames.compositeKeyCondition(type.name, keyName(name));
  return [{ name: camelCase(...sort.map((field) => field.name)), type: composite }];
}

// Enums, and scalars that the source declares itself, are compared as strings.
function conditionBase(output: Output, base: string): string {
  return output.has(base) ? 'String' : base;
}

function keyName(name: string | undefined): string {
  return upperFirst(name ?? 'Primary');
}

/**
 * Adds the inputs that {@link sortKeyArgument} names.
 *
 * @throws SchemaError `invalid-key` for a sort key that cannot be compared.
 */
export function addKeyConditions(output: Output, key: KeyPlan): void {
  const [first, ...rest] = key.sort;
  if (!first) return;
  if (rest.length > 0) addCompositeConditions(output, key);
  else if (!addKeyCondition(output, isScalarName(first.base) ? first.base : 'String')) {
    const problem = `${key.type.name}.${first.name} of type ${first.base} cannot be a sort key.`;
    throw refusal('invalid-key', key.directive, problem, 'Use a String, ID, Int, Float or enum.');
  }
}

/** Adds `Model<Scalar>KeyConditionInput`; false where the scalar cannot be compared. */
export function addKeyCondition(output: Output, base: string): boolean {
  const scalar = plainScalar(base);
  if (!['String', 'ID', 'Int', 'Float'].includes(scalar)) return false;
  const names = scalar === 'String' || scalar === 'ID' ? textKeyConditions : keyConditions;
  output.addInput(typeNames.keyCondition(scalar), () => conditions(names, scalar));
  return true;
}

function addCompositeConditions(output: Output, { type, sort, name, directive }: KeyPlan): void {
  checkName(keyName(name), directive, 'invalid-key');
  const input = typeNames.compositeKey(type.name, keyName(name));
  output.addInput(typeNames.compositeKeyCondition(type.name, keyName(name)), () =>
    conditions(textKeyConditions, input),
  );
  const last = sort.length - 1;
  output.addInput(input, () =>
    sort.map((field, index) => [field.name, index === last ? plainScalar(field.base) : field.base]),
  );
}

function conditions(names: readonly string[], type: string): [string, string][] {
  return names.map((name) => [name, name === 'between' ? `[${type}]` : type]);
}
