import { GraphQLError, type ASTVisitor, type ValidationContext } from 'graphql';

const hidden = new Set(['__Schema', '__Type']);

/**
 * A validation rule for an API whose introspection is off: `__schema` and `__type` are there, and have no fields, as in
 * graphql-java; `__typename` is not touched.
 *
 * @see https://docs.aws.amazon.com/appsync/latest/devguide/configuration-limits.html#configuration-limits-introspection
 */
export function noIntrospection(context: ValidationContext): ASTVisitor {
  return {
    Field(node) {
      const type = context.getParentType()?.name ?? '';
      if (!hidden.has(type) || node.name.value === '__typename') return undefined;
      const message = `Cannot query field "${node.name.value}" on type "${type}".`;
      context.reportError(new GraphQLError(message, { nodes: node }));
      // What is below has no type any more.
      return false;
    },
  };
}
