import { parse, type DirectiveDefinitionNode } from 'graphql';

// The directives of Amplify's dialect (transformer v2) and of AppSync itself.
// Source: https://docs.amplify.aws/gen1/react/build-a-backend/graphqlapi/directives-reference/ and
// https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html
const dialect = /* GraphQL */ `
  directive @model(queries: JSON, mutations: JSON, subscriptions: JSON, timestamps: JSON) on OBJECT
  directive @auth(rules: [AuthRule!]!) on OBJECT | FIELD_DEFINITION
  directive @primaryKey(sortKeyFields: [String]) on FIELD_DEFINITION
  directive @index(name: String, sortKeyFields: [String], queryField: String) repeatable on FIELD_DEFINITION
  directive @hasOne(fields: [String!], references: [String!]) on FIELD_DEFINITION
  directive @hasMany(
    indexName: String
    fields: [String!]
    references: [String!]
    limit: Int
  ) on FIELD_DEFINITION
  directive @belongsTo(fields: [String!], references: [String!]) on FIELD_DEFINITION
  directive @manyToMany(relationName: String!, limit: Int) on FIELD_DEFINITION
  directive @default(value: String) on FIELD_DEFINITION
  directive @function(
    name: String!
    region: String
    accountId: String
    invocationType: String
  ) repeatable on FIELD_DEFINITION
  directive @http(method: String, url: String!, headers: [HttpHeader]) on FIELD_DEFINITION
  directive @searchable(queries: JSON) on OBJECT
  directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION
  directive @aws_auth(cognito_groups: [String!]!) on FIELD_DEFINITION
  directive @aws_api_key on FIELD_DEFINITION | OBJECT
  directive @aws_iam on FIELD_DEFINITION | OBJECT
  directive @aws_oidc on FIELD_DEFINITION | OBJECT
  directive @aws_lambda on FIELD_DEFINITION | OBJECT
  directive @aws_cognito_user_pools(cognito_groups: [String!]) on FIELD_DEFINITION | OBJECT
  directive @deprecated(
    reason: String
  ) on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE
  directive @specifiedBy(url: String!) on SCALAR
`;

/** The known directives by name. */
export const directives: ReadonlyMap<string, DirectiveDefinitionNode> = new Map(
  parse(dialect, { noLocation: true })
    .definitions.filter((node): node is DirectiveDefinitionNode => node.kind === 'DirectiveDefinition')
    .map((node) => [node.name.value, node]),
);

/** The scalars that AppSync adds to GraphQL's own, each with the scalar whose filters Amplify gives it. */
export const awsScalars: ReadonlyMap<string, 'String' | 'Int'> = new Map([
  ['AWSDate', 'String'],
  ['AWSTime', 'String'],
  ['AWSDateTime', 'String'],
  ['AWSTimestamp', 'Int'],
  ['AWSEmail', 'String'],
  ['AWSJSON', 'String'],
  ['AWSURL', 'String'],
  ['AWSPhone', 'String'],
  ['AWSIPAddress', 'String'],
]);

export const standardScalars: ReadonlySet<string> = new Set(['String', 'Int', 'Float', 'Boolean', 'ID']);

/** Whether a name is a scalar of GraphQL or AppSync. */
export function isScalarName(name: string): boolean {
  return standardScalars.has(name) || awsScalars.has(name);
}

/** The directives that the transformer consumes; they do not appear in the executable schema. */
export const consumed: ReadonlySet<string> = new Set([
  'model',
  'auth',
  'primaryKey',
  'index',
  'hasOne',
  'hasMany',
  'belongsTo',
  'manyToMany',
  'default',
  'function',
  'http',
  'searchable',
]);
