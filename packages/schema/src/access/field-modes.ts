import { GraphQLObjectType, Kind, valueFromASTUntyped, type ConstDirectiveNode } from 'graphql';
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
  const { own, ofType } = directivesAt(schema, typeName, fieldName);
  const named = namedModes(own);
  if (named.length > 0) return named;
  const inherited = namedModes(ofType);
  return inherited.length > 0 ? inherited : [authModes.default];
}

/**
 * The groups of the user pool of which a user must be in one, where `cognito_groups` of `@aws_auth` or
 * `@aws_cognito_user_pools` asks for it; undefined where any user may pass.
 */
export function fieldGroups(
  { schema }: ExpandedSchema,
  typeName: string,
  fieldName: string,
): string[] | undefined {
  const { own, ofType } = directivesAt(schema, typeName, fieldName);
  const groups = groupsIn(own);
  return groups ?? (namedModes(own).length > 0 ? undefined : groupsIn(ofType));
}

/** The groups that a list of directives asks for. */
export function groupsIn(directives: readonly ConstDirectiveNode[]): string[] | undefined {
  for (const { name, arguments: given } of directives) {
    if (name.value !== 'aws_auth' && name.value !== 'aws_cognito_user_pools') continue;
    const value = given?.find((argument) => argument.name.value === 'cognito_groups')?.value;
    if (value && value.kind !== Kind.NULL) return [valueFromASTUntyped(value)].flat().map(String);
  }
  return undefined;
}

function directivesAt(schema: ExpandedSchema['schema'], typeName: string, fieldName: string) {
  const type = schema.getType(typeName);
  if (!(type instanceof GraphQLObjectType)) return { own: [], ofType: [] };
  return {
    own: type.getFields()[fieldName]?.astNode?.directives ?? [],
    ofType: type.astNode?.directives ?? [],
  };
}

function namedModes(directives: readonly ConstDirectiveNode[]): AuthMode[] {
  return [...modeDirectives]
    .filter(([, { name }]) => directives.some((directive) => directive.name.value === name))
    .map(([mode]) => mode);
}
