import { standardScalars } from '../read/scalars.ts';
import { typeNames } from './names.ts';
import type { Expansion } from './context.ts';
import type { Output } from './output.ts';

const comparisons = ['ne', 'eq', 'le', 'lt', 'ge', 'gt'];
const texts = ['contains', 'notContains', 'between', 'beginsWith'];
const conditions: Readonly<Record<string, readonly string[]>> = {
  String: [...comparisons, ...texts],
  ID: [...comparisons, ...texts],
  Int: [...comparisons, 'between'],
  Float: [...comparisons, 'between'],
  Boolean: ['ne', 'eq'],
};
const attributeTypes = [
  'binary',
  'binarySet',
  'bool',
  'list',
  'map',
  'number',
  'numberSet',
  'string',
  'stringSet',
  '_null',
];
const lists: ReadonlySet<string> = new Set(['between', 'in', 'notIn']);

/** Adds what every API with models has: `ModelStringInput` and its like, for filters, conditions and subscriptions. */
export function addScalarFilters({ output, shape }: Pick<Expansion, 'output' | 'shape'>): void {
  addEnum(output, 'ModelSortDirection', ['ASC', 'DESC']);
  for (const scalar of standardScalars) {
    const names = conditions[scalar] ?? [];
    output.addInput(shape.scalarFilter(scalar), () => [
      ...operators(names, scalar),
      ...(shape.version === 1 ? [] : functions(scalar)),
    ]);
    if (shape.version === 1) continue;
    const live = scalar === 'Boolean' ? names : [...names, 'in', 'notIn'];
    output.addInput(typeNames.subscriptionScalarFilter(scalar), () => operators(live, scalar));
  }
  if (shape.version === 1) return;
  addEnum(output, 'ModelAttributeTypes', attributeTypes);
  output.addInput('ModelSizeInput', () => operators([...comparisons, 'between'], 'Int'));
}

function operators(names: readonly string[], scalar: string): [string, string][] {
  return names.map((name) => [name, lists.has(name) ? `[${scalar}]` : scalar]);
}

function functions(scalar: string): [string, string][] {
  const common: [string, string][] = [
    ['attributeExists', 'Boolean'],
    ['attributeType', 'ModelAttributeTypes'],
  ];
  return scalar === 'String' || scalar === 'ID' ? [...common, ['size', 'ModelSizeInput']] : common;
}

/** Adds an enum unless the name is taken. */
export function addEnum(output: Output, name: string, values: readonly string[]): void {
  const type = output.create('enum', name);
  for (const value of values) type?.members.set(value, []);
}
