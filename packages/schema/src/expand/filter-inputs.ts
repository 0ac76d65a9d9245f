import { isScalarName } from '../read/scalars.ts';
import { baseOf, isList } from '../read/type-text.ts';
import type { Expansion } from './context.ts';
import { typeNames } from './names.ts';
import type { Output } from './output.ts';

/** The fields that a filter looks at: names and types. */
export type Fields = Iterable<{ readonly name: string; readonly type: string }>;

type Target = Pick<Expansion, 'output' | 'shape'>;

function isEnum(output: Output, base: string): boolean {
  return output.get(base)?.kind === 'enum';
}

/** Adds the filter inputs of the enums that fields have. */
export function addEnumFilters({ output, shape }: Target, fields: Fields): void {
  for (const { type } of fields) {
    const base = baseOf(type);
    if (!isEnum(output, base)) continue;
    if (shape.filtersAsList(type)) {
      output.addInput(shape.listFilter(base), () => [
        ['eq', `[${base}]`],
        ['ne', `[${base}]`],
        ['contains', base],
        ['notContains', base],
      ]);
    } else {
      output.addInput(shape.scalarFilter(base), () => [
        ['eq', base],
        ['ne', base],
      ]);
    }
  }
}

/** The pairs of a filter or condition over fields; relations and nested types cannot be filtered. */
export function filterPairs(
  { output, shape }: Target,
  name: string,
  fields: Fields,
  listsAs: 'usual' | 'all' | 'scalar' = 'usual',
): [string, string][] {
  const pairs: [string, string][] = [];
  for (const field of fields) {
    const base = baseOf(field.type);
    const anEnum = isEnum(output, base);
    if (!anEnum && !isScalarName(base)) continue;
    const list = { usual: shape.filtersAsList, all: isList, scalar: () => false }[listsAs](field.type);
    pairs.push([field.name, anEnum && list ? shape.listFilter(base) : shape.scalarFilter(base)]);
  }
  return [...pairs, ['and', `[${name}]`], ['or', `[${name}]`], ['not', name]];
}

/** The pairs of a subscription's filter; enums are compared as strings. */
export function subscriptionFilterPairs(output: Output, name: string, fields: Fields): [string, string][] {
  const pairs: [string, string][] = [];
  for (const field of fields) {
    const base = baseOf(field.type);
    const anEnum = isEnum(output, base);
    if (!anEnum && !isScalarName(base)) continue;
    pairs.push([field.name, typeNames.subscriptionScalarFilter(anEnum ? 'String' : base)]);
  }
  return [...pairs, ['and', `[${name}]`], ['or', `[${name}]`]];
}
