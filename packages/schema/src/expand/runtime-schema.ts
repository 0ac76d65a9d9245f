import { buildASTSchema, Kind, parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import { SchemaError } from '../errors.ts';
import { awsScalars } from '../read/scalars.ts';

// What AppSync knows without being told: the directives that survive. It lets people put them almost anywhere.
const directives = parse(
  /* GraphQL */ `
    directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION
    directive @aws_auth(cognito_groups: [String!]!) on FIELD_DEFINITION | OBJECT
    directive @aws_api_key on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | INPUT_OBJECT | ENUM | SCALAR
    directive @aws_iam on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | INPUT_OBJECT | ENUM | SCALAR
    directive @aws_oidc on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | INPUT_OBJECT | ENUM | SCALAR
    directive @aws_lambda on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | INPUT_OBJECT | ENUM | SCALAR
    directive @aws_cognito_user_pools(
      cognito_groups: [String!]
    ) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | INPUT_OBJECT | ENUM | SCALAR
    directive @canonical on OBJECT | INTERFACE | INPUT_OBJECT | UNION | ENUM | SCALAR | FIELD_DEFINITION
    directive @hidden on OBJECT | INTERFACE | INPUT_OBJECT | UNION | ENUM | SCALAR | FIELD_DEFINITION
    directive @renamed(
      to: String
    ) on OBJECT | INTERFACE | INPUT_OBJECT | UNION | ENUM | SCALAR | FIELD_DEFINITION
  `,
  { noLocation: true },
).definitions;

/**
 * Builds the executable schema for graphql-js, with AppSync's scalars and directives declared.
 *
 * @throws SchemaError `unknown-type` where the transformer names a type that nobody declares.
 */
export function runtimeSchema(document: DocumentNode): GraphQLSchema {
  const declared = new Set(
    document.definitions.flatMap((node) => ('name' in node ? [node.name?.value] : [])),
  );
  const scalars = [...awsScalars.keys()]
    .filter((name) => !declared.has(name))
    .map((name) => ({ kind: Kind.SCALAR_TYPE_DEFINITION, name: { kind: Kind.NAME, value: name } }) as const);
  try {
    return buildASTSchema(
      { kind: Kind.DOCUMENT, definitions: [...scalars, ...directives, ...document.definitions] },
      { assumeValidSDL: true },
    );
  } catch (error) {
    const problem = `AppSync would refuse the expanded schema: ${error instanceof Error ? error.message : String(error)}`;
    const hint =
      'A field of a model has a type that cannot be written, such as an interface; remove it from the model.';
    throw new SchemaError('unknown-type', problem, { hint, cause: error });
  }
}
