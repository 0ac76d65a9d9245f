import {
  Kind,
  parse,
  type DirectiveDefinitionNode,
  type EnumTypeDefinitionNode,
  type InputObjectTypeDefinitionNode,
} from 'graphql';

/** What a version of Amplify's dialect lets people write, AppSync's own directives included. */
export interface Dialect {
  readonly version: 1 | 2;
  /** The known directives by name. */
  readonly directives: ReadonlyMap<string, DirectiveDefinitionNode>;
  /** The inputs and enums that the directives' arguments have. */
  readonly argumentTypes: ReadonlyMap<string, InputObjectTypeDefinitionNode | EnumTypeDefinitionNode>;
}

// https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html
const appSync = /* GraphQL */ `
  directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION
  directive @aws_auth(cognito_groups: [String!]!) on FIELD_DEFINITION
  directive @aws_api_key on FIELD_DEFINITION | OBJECT
  directive @aws_iam on FIELD_DEFINITION | OBJECT
  directive @aws_oidc on FIELD_DEFINITION | OBJECT
  directive @aws_lambda on FIELD_DEFINITION | OBJECT
  directive @aws_cognito_user_pools(cognito_groups: [String!]) on FIELD_DEFINITION | OBJECT
  directive @deprecated(reason: String) on FIELD_DEFINITION | INPUT_FIELD_DEFINITION | ENUM | ENUM_VALUE
`;

/** Reads a dialect from the definitions of its directives. */
export function parseDialect(version: Dialect['version'], sdl: string): Dialect {
  const { definitions } = parse(sdl + appSync, { noLocation: true });
  const directives = definitions.filter((node) => node.kind === Kind.DIRECTIVE_DEFINITION);
  const argumentTypes = definitions.filter(
    (node) => node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION || node.kind === Kind.ENUM_TYPE_DEFINITION,
  );
  return {
    version,
    directives: new Map(directives.map((node) => [node.name.value, node])),
    argumentTypes: new Map(argumentTypes.map((node) => [node.name.value, node])),
  };
}

/** The directives that AppSync itself understands; they stay in the executable schema. */
export const kept: ReadonlySet<string> = new Set([
  'aws_subscribe',
  'aws_auth',
  'aws_api_key',
  'aws_iam',
  'aws_oidc',
  'aws_lambda',
  'aws_cognito_user_pools',
  'deprecated',
]);

/** Whether a directive is one that Amplify's transformer consumes. */
export function isAmplifyDirective({ directives }: Dialect, name: string): boolean {
  return directives.has(name) && !kept.has(name);
}
