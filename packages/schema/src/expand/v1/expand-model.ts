import { isScalarOrEnum } from '../../read/source.ts';
import { baseOf, nullable, required } from '../../read/type-text.ts';
import type { Expansion, ModelPlan } from '../context.ts';
import { addImplicitFields, addQueries } from '../expand-model.ts';
import { addEnumFilters } from '../filter-inputs.ts';
import { inputType } from '../model-inputs.ts';
import { typeNames } from '../names.ts';
import { outputField, type OutputField } from '../output.ts';
import { addRootField } from '../root-fields.ts';
import { addSubscriptions } from './subscriptions.ts';

/**
 * Adds what the first version's `@model` generates: it knows no conditions, and subscriptions no filters.
 *
 * @see DynamoDBModelTransformer in graphql-dynamodb-transformer 7
 */
export function expandModel(expansion: Expansion, plan: ModelPlan): void {
  const model = expansion.output.get(plan.type.name);
  if (!model) return;
  const declared = [...plan.type.fields.keys()]
    .map((name) => model.fields.get(name))
    .filter((field) => field !== undefined);
  addNestedInputs(expansion, declared, new Set());
  addImplicitFields(model, plan);
  const enums = declared.filter(({ type }) => expansion.output.get(baseOf(type))?.kind === 'enum');
  addQueries(expansion, plan, declared, enums);
  addMutations(expansion, plan, declared, enums);
  addSubscriptions(expansion, plan);
}

function addNestedInputs(expansion: Expansion, fields: readonly OutputField[], seen: Set<string>): void {
  for (const { type } of fields) {
    const nested = nestedType(expansion, type);
    if (!nested || seen.has(nested.name)) continue;
    seen.add(nested.name);
    const inner = [...nested.fields.values()];
    const pairs = () =>
      inner
        .filter((field) => isWritable(expansion, field))
        .map(({ name, type }) => [name, inputType(expansion, type)] as const);
    expansion.output.addInput(typeNames.nested(nested.name), pairs);
    addNestedInputs(expansion, inner, seen);
  }
}

function nestedType({ source, output }: Expansion, type: string) {
  const base = baseOf(type);
  const nested = isScalarOrEnum(source, base) ? undefined : output.get(base);
  return nested?.kind === 'type' && !nested.isModel ? nested : undefined;
}

// Relations are not written through the record, and interfaces and unions not at all.
function isWritable(expansion: Expansion, { type }: OutputField): boolean {
  return isScalarOrEnum(expansion.source, baseOf(type)) || nestedType(expansion, type) !== undefined;
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
    const input = typeNames[kind](name);
    output.addInput(input, () => inputs[kind](expansion, plan, declared));
    const made = outputField(field, name, [{ name: 'input', type: `${input}!` }]);
    addRootField(expansion, plan.type, 'Mutation', made, {
      parent: 'Mutation',
      name: field,
      kind,
      model: name,
    });
  }
}

type MakePairs = (
  expansion: Expansion,
  plan: ModelPlan,
  declared: readonly OutputField[],
) => [string, string][];

const inputs: Readonly<Record<'create' | 'update' | 'delete', MakePairs>> = {
  create: (expansion, { config }, declared) => {
    const generated = new Map([['id', ['ID']]]);
    for (const name of Object.values(config.timestamps ?? {}))
      if (name) generated.set(name, ['AWSDateTime', 'String']);
    return withId('ID', declared, expansion, ({ name, type }) =>
      generated.get(name)?.includes(nullable(type)) ? nullable(type) : type,
    );
  },
  update: (expansion, _plan, declared) =>
    withId('ID!', declared, expansion, ({ name, type }) => (name === 'id' ? required(type) : nullable(type))),
  delete: () => [['id', 'ID!']],
};

function withId(
  id: string,
  declared: readonly OutputField[],
  expansion: Expansion,
  typeOf: (field: OutputField) => string,
): [string, string][] {
  const pairs = declared
    .filter((field) => isWritable(expansion, field))
    .map((field): [string, string] => [field.name, inputType(expansion, typeOf(field))]);
  return declared.some(({ name }) => name === 'id') ? pairs : [['id', id], ...pairs];
}
