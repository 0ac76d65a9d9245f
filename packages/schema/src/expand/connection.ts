import type { Model } from '../model.ts';
import { upperFirst } from '../read/read-model.ts';
import { addEnumFilters, filterPairs, logicalPairs } from './filter-inputs.ts';
import type { Output, OutputField } from './output.ts';

/** The arguments that every list of a model ends with. */
export function pageArguments(model: Model): OutputField['args'] {
  return [
    { name: 'filter', type: `Model${upperFirst(model.name)}FilterInput` },
    { name: 'limit', type: 'Int' },
    { name: 'nextToken', type: 'String' },
  ];
}

/** Adds a model's connection type and its filter, once. */
export function addConnection(model: Model, output: Output): void {
  const name = upperFirst(model.name);
  const { fields } = output.get(model.name);
  output.addFields('type', `Model${name}Connection`, [
    ['items', `[${model.name}]!`],
    ['nextToken', 'String'],
  ]);
  addEnumFilters(fields, output);
  const filter = `Model${name}FilterInput`;
  output.addFields('input', filter, [...filterPairs(fields, output), ...logicalPairs(filter)]);
}
