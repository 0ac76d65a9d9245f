import type { AccessTarget, RootFieldInfo } from '@postern/schema';
import { isInterfaceType, isObjectType, validate, type GraphQLSchema } from 'graphql';
import { didYouMean } from '../command/did-you-mean.ts';
import { FailedError, UsageError } from '../errors.ts';
import type { Workspace } from '../workspace/read-workspace.ts';

/**
 * Finds what a person asks about: `Type.field`, an operation of the workspace, or a root field by its bare name.
 *
 * @throws UsageError for a name that nothing has; FailedError for an operation that the schema does not take.
 */
export function findTarget({ expanded, operations }: Workspace, name: string): AccessTarget {
  const { schema } = expanded;
  const [type = '', field, ...rest] = name.split('.');
  if (field !== undefined && rest.length === 0) return fieldTarget(schema, type, field);
  const operation = operations.find((one) => one.name === name);
  if (operation) {
    const [problem] = validate(schema, operation.document);
    if (problem) throw new FailedError(`${name} does not fit the schema: ${problem.message}`);
    return { document: operation.document };
  }
  const root = expanded.rootFields.find((one) => one.name === name);
  if (root) return { type: rootType(schema, root.parent) ?? root.parent, field: name };
  const known = [...operations.map((one) => one.name), ...expanded.rootFields.map((one) => one.name)];
  const hint = didYouMean(name, known) || ' Name an operation of the workspace, a root field, or Type.field.';
  throw new UsageError(`There is no operation ${name}.${hint}`);
}

function fieldTarget(schema: GraphQLSchema, typeName: string, field: string): AccessTarget {
  const type = schema.getType(typeName);
  if (!isObjectType(type) && !isInterfaceType(type)) {
    const hint = didYouMean(typeName, Object.keys(schema.getTypeMap()));
    throw new UsageError(`The schema has no type ${typeName} with fields.${hint}`);
  }
  if (!Object.hasOwn(type.getFields(), field)) {
    const hint = didYouMean(field, Object.keys(type.getFields()), `${typeName}.`);
    throw new UsageError(`${typeName} has no field ${field}.${hint}`);
  }
  return { type: typeName, field };
}

function rootType(schema: GraphQLSchema, parent: RootFieldInfo['parent']): string | undefined {
  const types = {
    Query: schema.getQueryType(),
    Mutation: schema.getMutationType(),
    Subscription: schema.getSubscriptionType(),
  };
  return types[parent]?.name;
}
