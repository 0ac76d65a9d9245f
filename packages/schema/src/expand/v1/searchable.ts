import type { ConstDirectiveNode } from 'graphql';
import { directiveArguments, directiveOn } from '../../read/directive-arguments.ts';
import { refusal } from '../../read/refuse.ts';
import type { SourceType } from '../../read/source.ts';
import { isScalarName } from '../../read/scalars.ts';
import type { Expansion } from '../context.ts';
import { graphqlName, upperFirst } from '../names.ts';
import { outputField } from '../output.ts';
import { addRootField } from '../root-fields.ts';
import { addEnum } from '../scalar-filters.ts';
import { addScalarInputs, filterName } from '../searchable.ts';

/**
 * Adds the query of the first version's `@searchable`, which knows no aggregates and sorts by one field.
 *
 * @see SearchableModelTransformer in graphql-elasticsearch-transformer 5
 * @throws SchemaError `invalid-searchable`.
 */
export function readSearchable(expansion: Expansion, type: SourceType, directive: ConstDirectiveNode): void {
  if (!directiveOn(type, 'model')) {
    const problem = `@searchable on ${type.name}, which is no @model.`;
    throw refusal('invalid-searchable', directive, problem, 'Add @model.');
  }
  const queries = directiveArguments(directive).queries as { search?: string | null } | null | undefined;
  const name = queries ? queries.search : graphqlName(`search${upperFirst(type.name)}s`);
  expansion.searchables.set(type.name, name ?? null);
  if (!name) return;
  addTypes(expansion, type);
  const args = [
    { name: 'filter', type: filterName(type.name) },
    { name: 'sort', type: `Searchable${type.name}SortInput` },
    { name: 'limit', type: 'Int' },
    { name: 'nextToken', type: 'String' },
    { name: 'from', type: 'Int' },
  ];
  const field = outputField(name, `Searchable${type.name}Connection`, args);
  addRootField(expansion, type, 'Query', field, { parent: 'Query', name, kind: 'search', model: type.name });
}

function addTypes({ output }: Expansion, { name, fields }: SourceType): void {
  addScalarInputs(output);
  const scalars = [...fields.values()].filter(({ base }) => isScalarName(base));
  const filter = filterName(name);
  output.addInput(filter, () => [
    ...scalars.map((field) => [field.name, filterName(field.base)] as const),
    ['and', `[${filter}]`],
    ['or', `[${filter}]`],
    ['not', filter],
  ]);
  addEnum(output, 'SearchableSortDirection', ['asc', 'desc']);
  addEnum(
    output,
    `Searchable${name}SortableFields`,
    scalars.map((field) => field.name),
  );
  output.addInput(`Searchable${name}SortInput`, () => [
    ['field', `Searchable${name}SortableFields`],
    ['direction', 'SearchableSortDirection'],
  ]);
  const connection = output.create('type', `Searchable${name}Connection`);
  connection?.fields.set('items', outputField('items', `[${name}]!`));
  connection?.fields.set('nextToken', outputField('nextToken', 'String'));
  connection?.fields.set('total', outputField('total', 'Int'));
}
