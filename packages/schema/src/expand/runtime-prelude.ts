import { awsScalars } from '../read/dialect.ts';

/** What AppSync knows without being told, declared for graphql-js: its scalars and the directives that survive. */
export const runtimePrelude = `${[...awsScalars.keys()].map((name) => `scalar ${name}\n`).join('')}
directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION
directive @aws_auth(cognito_groups: [String!]!) on FIELD_DEFINITION
directive @aws_api_key on FIELD_DEFINITION | OBJECT
directive @aws_iam on FIELD_DEFINITION | OBJECT
directive @aws_oidc on FIELD_DEFINITION | OBJECT
directive @aws_lambda on FIELD_DEFINITION | OBJECT
directive @aws_cognito_user_pools(cognito_groups: [String!]) on FIELD_DEFINITION | OBJECT
`;
