import type { ExpandedSchema } from '@postern/schema';
import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLType,
} from 'graphql';

export type Named<Value> = Readonly<Record<string, Value>>;
type TypeName = string | Readonly<Record<string, string>>;

/** A field, an argument or an operation: what it is called and what it holds. */
export interface Shape {
  readonly name: string;
  readonly isArray: boolean;
  readonly type: TypeName;
  readonly isRequired: boolean;
  readonly isArrayNullable?: boolean;
}

/** Values by their names, in order. */
export function byName<Value extends { readonly name: string }>(values: readonly Value[]): Named<Value> {
  return Object.fromEntries(values.map((value) => [value.name, value]));
}

/** The fields of a type, as Amplify's client has words for them. */
export function fieldsOf(
  fields: readonly GraphQLField<unknown, unknown>[],
  expanded: ExpandedSchema,
): (Shape & { readonly attributes: readonly [] })[] {
  return fields
    .filter(({ type }) => !isAbstract(getNamedType(type)))
    .map((field) => ({ ...shapeOf(field, expanded), attributes: [] }));
}

/** Whether a type is one that Amplify's client has no words for. */
export function isAbstract(type: GraphQLNamedType): boolean {
  return isUnionType(type) || isInterfaceType(type);
}

/** Describes a field or an argument. */
export function shapeOf(
  { name, type }: { readonly name: string; readonly type: GraphQLType },
  { models }: ExpandedSchema,
): Shape {
  const bare = getNullableType(type);
  const named = getNamedType(type);
  // A list of related records is a page of them in the executable schema.
  const related = /^Model(\w+)Connection$/.exec(named.name)?.[1] ?? '';
  if (models.has(related)) {
    return { name, isArray: true, type: { model: related }, isRequired: false, isArrayNullable: true };
  }
  const typeName = typeNameOf(named, models);
  if (!isListType(bare)) return { name, isArray: false, type: typeName, isRequired: isNonNullType(type) };
  const isArrayNullable = !isNonNullType(type);
  return { name, isArray: true, type: typeName, isRequired: isNonNullType(bare.ofType), isArrayNullable };
}

function typeNameOf(type: GraphQLNamedType, models: ExpandedSchema['models']): TypeName {
  if (isEnumType(type)) return { enum: type.name };
  if (isInputObjectType(type)) return { input: type.name };
  if (models.has(type.name)) return { model: type.name };
  return isObjectType(type) ? { nonModel: type.name } : type.name;
}
