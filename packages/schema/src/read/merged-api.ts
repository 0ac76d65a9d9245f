import { Kind, parse, type DirectiveDefinitionNode } from 'graphql';

// https://docs.aws.amazon.com/appsync/latest/devguide/merged-api.html: how a source API resolves conflicts when merged
const definitions = /* GraphQL */ `
  directive @canonical on OBJECT | INTERFACE | INPUT_OBJECT | UNION | ENUM | SCALAR | FIELD_DEFINITION
  directive @hidden on OBJECT | INTERFACE | INPUT_OBJECT | UNION | ENUM | SCALAR | FIELD_DEFINITION
  directive @renamed(
    to: String
  ) on OBJECT | INTERFACE | INPUT_OBJECT | UNION | ENUM | SCALAR | FIELD_DEFINITION
`;

/** The directives that the source of a merged AppSync API may carry, by name. */
export const mergedApiDirectives: ReadonlyMap<string, DirectiveDefinitionNode> = new Map(
  parse(definitions, { noLocation: true })
    .definitions.filter((node) => node.kind === Kind.DIRECTIVE_DEFINITION)
    .map((node) => [node.name.value, node]),
);
