import { GraphQLObjectType, type ConstDirectiveNode } from 'graphql';
import type { ExpandedSchema } from '../expand.ts';
import { modeDirectives, type AuthMode } from '../expand/auth-modes.ts';

/**
 * The modes in which AppSync lets anybody reach a field, before rules are asked: its own directives, else its type's,
 * else the API's default mode.
 *
 * @see https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#using-additional-authorization-modes
 */
export function fieldModes(
  { schema, authModes }: ExpandedSchema,
  typeName: string,
  fieldName: string,
): AuthMode[] {
  const type = schema.getType(typeName);
  if (!(type instanceof GraphQLObjectType)) return [authModes.default];
  const own = namedModes(type.getFields()[fieldName]?.astNode?.directives);
  if (own.length > 0) return own;
  const ofType = namedModes(type.astNode?.directives);
  return ofType.length > 0 ? ofType : [authModes.default];
}

function namedModes(directives: readonly ConstDirectiveNode[] = []): AuthMode[] {
  return [...modeDirectives]
    .filter(([, { name }]) => directives.some((directive) => directive.name.value === name))
    .map(([mode]) => mode);
}
