import type { ConstDirectiveNode } from 'graphql';
import { directiveArguments, directiveOn } from '../read/directive-arguments.ts';
import { refusal } from '../read/refuse.ts';
import { isScalarName, plainScalar, standardScalars } from '../read/scalars.ts';
import type { SourceType } from '../read/source.ts';
import { baseOf } from '../read/type-text.ts';
import type { Expansion } from './context.ts';
import { graphqlName, plural, upperFirst } from './names.ts';
import { outputField, type Output } from './output.ts';
import { outputDirective } from './output-directive.ts';
import { addRootField } from './root-fields.ts';
import { addEnum } from './scalar-filters.ts';

/** The types of every search's aggregates, which open together with the searches. */
export const aggregateTypes: readonly string[] = [
  'SearchableAggregateResult',
  'SearchableAggregateScalarResult',
  'SearchableAggregateBucketResult',
  'SearchableAggregateBucketResultItem',
];

/** Adds the query of a `@searchable` and the types that it returns. @throws SchemaError `invalid-searchable`. */
export function readSearchable(expansion: Expansion, type: SourceType, directive: ConstDirectiveNode): void {
  if (!directiveOn(type, 'model')) {
    throw refusal(
      'invalid-searchable',
      directive,
      `@searchable on ${type.name}, which is no @model.`,
      'Add @model.',
    );
  }
  const queries = directiveArguments(directive).queries as { search?: string | null } | null | undefined;
  const name = queries ? queries.search : graphqlName(`search${plural(upperFirst(type.name))}`);
  expansion.searchables.set(type.name, name ?? null);
  if (!name) return;
  addResultTypes(expansion.output, type.name);
  const open = expansion.iamAccess && expansion.modes.default !== 'iam' && !directiveOn(type, 'auth');
  const field = outputField(name, `Searchable${type.name}Connection`, [
    { name: 'filter', type: `Searchable${type.name}FilterInput` },
    { name: 'sort', type: `[Searchable${type.name}SortInput]` },
    { name: 'limit', type: 'Int' },
    { name: 'nextToken', type: 'String' },
    { name: 'from', type: 'Int' },
    { name: 'aggregates', type: `[Searchable${type.name}AggregationInput]` },
  ]);
  addRootField(
    expansion,
    type,
    'Query',
    { ...field, directives: open ? [outputDirective('aws_iam')] : [] },
    { parent: 'Query', name, kind: 'search', model: type.name },
  );
}

function addResultTypes(output: Output, model: string): void {
  addType(output, `Searchable${model}Connection`, {
    items: `[${model}]!`,
    nextToken: 'String',
    total: 'Int',
    aggregateItems: '[SearchableAggregateResult]!',
  });
  addType(output, 'SearchableAggregateResult', {
    name: 'String!',
    result: 'SearchableAggregateGenericResult',
  });
  addType(output, 'SearchableAggregateScalarResult', { value: 'Float!' });
  addType(output, 'SearchableAggregateBucketResult', { buckets: '[SearchableAggregateBucketResultItem]' });
  addType(output, 'SearchableAggregateBucketResultItem', { key: 'String!', doc_count: 'Int!' });
  const union = output.create('union', 'SearchableAggregateGenericResult');
  union?.members.set('SearchableAggregateScalarResult', []).set('SearchableAggregateBucketResult', []);
}

function addType(output: Output, name: string, fields: Readonly<Record<string, string>>): void {
  const type = output.create('type', name);
  for (const [field, of] of Object.entries(fields)) type?.fields.set(field, outputField(field, of));
}

const texts = [
  'ne',
  'gt',
  'lt',
  'gte',
  'lte',
  'eq',
  'match',
  'matchPhrase',
  'matchPhrasePrefix',
  'multiMatch',
];
const moreTexts = ['exists', 'wildcard', 'regexp', 'range'];
const numbers = ['ne', 'gt', 'lt', 'gte', 'lte', 'eq', 'range'];
const conditions: Readonly<Record<string, readonly string[]>> = {
  String: [...texts, ...moreTexts],
  ID: [...texts, ...moreTexts],
  Int: numbers,
  Float: numbers,
  Boolean: ['eq', 'ne'],
};

/** Adds the inputs of the searches, once keys and relations have given the models their fields. */
export function addSearchInputs({ output, source, searchables }: Expansion): void {
  for (const [model, query] of searchables) {
    if (!query) continue;
    addScalarInputs(output);
    const fields = [...(output.get(model)?.fields.values() ?? [])];
    const scalars = fields.filter((field) => isScalarName(baseOf(field.type)));
    const enums = fields.filter((field) => source.enums.has(baseOf(field.type)));
    const filter = filterName(model);
    output.addInput(filter, () => [
      ...scalars.map((field): [string, string] => [field.name, filterName(baseOf(field.type))]),
      ...enums.map((field): [string, string] => [field.name, filterName('String')]),
      ['and', `[${filter}]`],
      ['or', `[${filter}]`],
      ['not', filter],
    ]);
    addEnum(output, 'SearchableSortDirection', ['asc', 'desc']);
    addEnum(
      output,
      `Searchable${model}SortableFields`,
      scalars.map(({ name }) => name),
    );
    output.addInput(`Searchable${model}SortInput`, () => [
      ['field', `Searchable${model}SortableFields`],
      ['direction', 'SearchableSortDirection'],
    ]);
    addEnum(output, 'SearchableAggregateType', ['terms', 'avg', 'min', 'max', 'sum', 'cardinality']);
    addEnum(
      output,
      `Searchable${model}AggregateField`,
      [...scalars, ...enums].map(({ name }) => name),
    );
    output.addInput(`Searchable${model}AggregationInput`, () => [
      ['name', 'String!'],
      ['type', 'SearchableAggregateType!'],
      ['field', `Searchable${model}AggregateField!`],
    ]);
  }
}

/** The filter input of a model or scalar. */
export function filterName(name: string): string {
  return `Searchable${plainScalar(name)}FilterInput`;
}

/** Adds the filter inputs of the scalars. */
export function addScalarInputs(output: Output): void {
  for (const scalar of standardScalars) {
    output.addInput(filterName(scalar), () =>
      (conditions[scalar] ?? []).map((name): [string, string] => [
        name,
        name === 'range' ? `[${scalar}]` : name === 'exists' ? 'Boolean' : scalar,
      ]),
    );
  }
}
