import type { GraphQLError } from 'graphql';

// AppSync validates with graphql-java, whose words clients may look for; these are the kinds by which it starts them.
const kinds: readonly [RegExp, string][] = [
  [/^Cannot query field/, 'FieldUndefined'],
  [/^Unknown argument/, 'UnknownArgument'],
  [/is required, but it was not provided/, 'MissingFieldArgument'],
  [/^Unknown type/, 'UnknownType'],
  [/must have a selection of subfields/, 'SubSelectionRequired'],
  [/must not have a selection/, 'SubSelectionNotAllowed'],
  [/^Unknown fragment/, 'UndefinedFragment'],
  [/^Fragment .* is never used/, 'UnusedFragment'],
  [/is not defined by operation|is not defined\.$/, 'UndefinedVariable'],
  [/is never used in operation/, 'UnusedVariable'],
  [/used in position expecting type/, 'VariableTypeMismatch'],
  [/conflict because/, 'FieldsConflict'],
];

/** A validation error in AppSync's words. */
export function validationMessage({ message }: GraphQLError): string {
  const kind = kinds.find(([shape]) => shape.test(message))?.[1] ?? 'WrongType';
  const [, field, type] = /^Cannot query field "(\w+)" on type "(\w+)"/.exec(message) ?? [];
  const said = field && type ? `Field '${field}' in type '${type}' is undefined` : message;
  return `Validation error of type ${kind}: ${said}`;
}
