import { Kind, type ConstValueNode, type InputObjectTypeDefinitionNode, type TypeNode } from 'graphql';
import type { SchemaErrorCode } from '../errors.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Dialect } from './dialect.ts';
import { refusal } from './refuse.ts';

const scalarKinds: ReadonlyMap<string, readonly string[]> = new Map([
  ['String', [Kind.STRING]],
  ['ID', [Kind.STRING, Kind.INT]],
  ['Int', [Kind.INT]],
  ['Float', [Kind.INT, Kind.FLOAT]],
  ['Boolean', [Kind.BOOLEAN]],
]);

/**
 * Checks a directive argument's value against its type; a single value stands for a list of one.
 *
 * @param where - The argument as people write it, for messages.
 * @param dialect - The one that declares the types of arguments.
 * @throws SchemaError `invalid-argument`, or `invalid-auth` for what stands in a rule.
 */
export function checkValue(value: ConstValueNode, type: TypeNode, where: string, dialect: Dialect): void {
  const code: SchemaErrorCode = where.startsWith('@auth') ? 'invalid-auth' : 'invalid-argument';
  if (type.kind === Kind.NON_NULL_TYPE) {
    if (value.kind === Kind.NULL) throw refusal(code, value, `${where} may not be null.`, 'Give it a value.');
    checkValue(value, type.type, where, dialect);
    return;
  }
  if (value.kind === Kind.NULL) return;
  if (type.kind === Kind.LIST_TYPE) {
    const items = value.kind === Kind.LIST ? value.values : [value];
    for (const item of items) checkValue(item, type.type, where, dialect);
    return;
  }
  const name = type.name.value;
  const declared = dialect.argumentTypes.get(name);
  if (declared?.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION)
    checkObject(value, declared, { where, code, dialect });
  else if (declared) checkEnum(value, declared.values?.map((entry) => entry.name.value) ?? [], where, code);
  else if (scalarKinds.get(name)?.includes(value.kind) === false) {
    throw refusal(code, value, `${where} is not ${describe(value)}.`, `Write a value of type ${name}.`);
  }
}

// Arguments of rules that only the first version knows.
const mendOld: Readonly<Partial<Record<string, string>>> = Object.assign(Object.create(null), {
  queries: 'Write `operations: [get, list]`, or `operations: [read]`.',
  mutations: 'Write `operations: [create, update, delete]`.',
  identityField: 'Write identityClaim.',
});

interface Place {
  readonly where: string;
  readonly code: SchemaErrorCode;
  readonly dialect: Dialect;
}

function checkObject(
  value: ConstValueNode,
  declared: InputObjectTypeDefinitionNode,
  { where, code, dialect }: Place,
): void {
  const names = (declared.fields ?? []).map((field) => field.name.value);
  if (value.kind !== Kind.OBJECT) {
    throw refusal(
      code,
      value,
      `${where} is an object, not ${describe(value)}.`,
      `It takes { ${names.join(', ')} }.`,
    );
  }
  const seen = new Set<string>();
  for (const field of value.fields) {
    const name = field.name.value;
    const type = declared.fields?.find((candidate) => candidate.name.value === name)?.type;
    if (!type) {
      const hint = mendOld[name] ?? didYouMean(name, names) ?? `It takes ${names.join(', ')}.`;
      throw refusal(code, field, `${where} has no field ${name}.`, hint);
    }
    if (seen.has(name))
      throw refusal('duplicate', field, `${where} has ${name} twice.`, 'Remove one of the two.');
    seen.add(name);
    checkValue(field.value, type, `${where} ${name}`, dialect);
  }
  for (const field of declared.fields ?? []) {
    if (field.type.kind !== Kind.NON_NULL_TYPE || seen.has(field.name.value)) continue;
    throw refusal(code, value, `${where} needs ${field.name.value}.`, `Add \`${field.name.value}: …\`.`);
  }
}

function checkEnum(
  value: ConstValueNode,
  names: readonly string[],
  where: string,
  code: SchemaErrorCode,
): void {
  if (value.kind === Kind.ENUM && names.includes(value.value)) return;
  const given = 'value' in value ? String(value.value) : '';
  const quoted =
    value.kind === Kind.STRING && names.includes(given) ? `Write ${given} without quotes.` : undefined;
  const hint = quoted ?? didYouMean(given, names) ?? `It is one of ${names.join(', ')}.`;
  throw refusal(code, value, `${where} is not ${describe(value)}.`, hint);
}

function describe(value: ConstValueNode): string {
  if (value.kind === Kind.STRING) return JSON.stringify(value.value);
  if (value.kind === Kind.LIST) return 'a list';
  return value.kind === Kind.OBJECT ? 'an object' : 'value' in value ? String(value.value) : 'null';
}
