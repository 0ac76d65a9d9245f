import type { ExpandedSchema } from '@postern/schema';
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isObjectType,
  type GraphQLField,
  type GraphQLInputObjectType,
} from 'graphql';
import { describeModel } from './describe-model.ts';
import { byName, fieldsOf, isAbstract, shapeOf, type Named } from './shapes.ts';

/**
 * What Amplify's `generateClient().models`, `.queries` and `.mutations` read of a schema: `model_introspection` of a deployed
 * backend, as `@aws-amplify/appsync-modelgen-plugin` makes it.
 */
export interface ModelIntrospection {
  readonly version: 1;
  readonly models: Named<object>;
  readonly nonModels: Named<object>;
  readonly enums: Named<object>;
  readonly inputs: Named<object>;
  readonly queries: Named<object>;
  readonly mutations: Named<object>;
}

/** Describes a schema to Amplify's client. */
export function modelIntrospection(expanded: ExpandedSchema): ModelIntrospection {
  const { schema, models } = expanded;
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  // Those that the source declares; what is generated the client knows by itself.
  const plain = types.filter(isObjectType).filter(({ name }) => expanded.locate(name) && !models.has(name));
  const [queries, mutations] = [customFields('Query', expanded), customFields('Mutation', expanded)];
  return {
    version: 1,
    models: byName([...models.values()].map((model) => describeModel(model, expanded))),
    nonModels: byName(
      plain
        .filter(({ name }) => !['Query', 'Mutation', 'Subscription'].includes(name))
        .map((type) => ({
          name: type.name,
          fields: byName(fieldsOf(Object.values(type.getFields()), expanded)),
        })),
    ),
    enums: byName(
      types
        .filter(isEnumType)
        .filter(({ name }) => !/^(Model(AttributeTypes|SortDirection)$|Searchable)/.test(name))
        .map((type) => ({ name: type.name, values: type.getValues().map(({ name }) => name) })),
    ),
    inputs: byName(
      [...inputsOf([...queries, ...mutations])].map((type) => ({
        name: type.name,
        attributes: byName(Object.values(type.getFields()).map((field) => shapeOf(field, expanded))),
      })),
    ),
    queries: operationsOf(queries, expanded),
    mutations: operationsOf(mutations, expanded),
  };
}

type Field = GraphQLField<unknown, unknown>;

// Those that no model brings.
function customFields(parent: 'Query' | 'Mutation', { schema, rootFields }: ExpandedSchema): Field[] {
  const root = parent === 'Query' ? schema.getQueryType() : schema.getMutationType();
  return rootFields
    .filter((info) => info.parent === parent && ['function', 'http', 'custom'].includes(info.kind))
    .map(({ name }) => root?.getFields()[name])
    .filter((field) => field !== undefined);
}

// The inputs of arguments, and those within them.
function inputsOf(
  from: readonly {
    readonly args?: Field['args'];
    readonly type: Field['args'][number]['type'] | Field['type'];
  }[],
  found = new Set<GraphQLInputObjectType>(),
): Set<GraphQLInputObjectType> {
  for (const { args = [], type } of from) {
    const named = getNamedType(type);
    if (isInputObjectType(named) && !found.has(named)) {
      found.add(named);
      inputsOf(Object.values(named.getFields()), found);
    }
    inputsOf(args, found);
  }
  return found;
}

function operationsOf(fields: readonly Field[], expanded: ExpandedSchema): Named<object> {
  return byName(
    fields
      .filter(({ type }) => !isAbstract(getNamedType(type)))
      .map((field) => ({
        ...shapeOf(field, expanded),
        ...(field.args.length > 0
          ? { arguments: byName(field.args.map((argument) => shapeOf(argument, expanded))) }
          : {}),
      })),
  );
}
