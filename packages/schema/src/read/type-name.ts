import { Kind, type TypeNode } from 'graphql';

/** The named type inside lists and non-nulls. */
export function baseTypeName(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : baseTypeName(type.type);
}

/** Whether a type is a list, non-null or not. */
export function isListType(type: TypeNode): boolean {
  return type.kind === Kind.LIST_TYPE || (type.kind === Kind.NON_NULL_TYPE && isListType(type.type));
}
