import { getLocation, Kind, print, visit, type ASTNode, type DocumentNode, type GraphQLError } from 'graphql';

type Say = (match: RegExpExecArray, error: GraphQLError) => string;

// AppSync validates with graphql-java, whose words clients may look for: its kinds and sentences for graphql-js' own.
const sentences: readonly (readonly [shape: RegExp, kind: string, say: Say])[] = [
  [
    /^Cannot query field "(\w+)" on type "(\w+)"/,
    'FieldUndefined',
    ([, field, type]) => `Field '${field}' in type '${type}' is undefined`,
  ],
  [/^Unknown argument "(\w+)"/, 'UnknownArgument', ([, name]) => `Unknown field argument ${name}`],
  [
    /argument "(\w+)" of type ".*" is required, but it was not provided/,
    'MissingFieldArgument',
    ([, name]) => `Missing field argument ${name}`,
  ],
  [/^Unknown type "(\w+)"/, 'UnknownType', ([, name]) => `Unknown type ${name}`],
  [
    /^Field "(\w+)" of type "(.*)" must have a selection of subfields/,
    'SubSelectionRequired',
    ([, field, type]) => `Sub selection required for type ${type} of field ${field}`,
  ],
  [
    /^Field "(\w+)" must not have a selection since type "(.*)" has no subfields/,
    'SubSelectionNotAllowed',
    ([, field, type]) => `Sub selection not allowed on leaf type ${type} of field ${field}`,
  ],
  [/^Unknown fragment "(\w+)"/, 'UndefinedFragment', ([, name]) => `Undefined fragment ${name}`],
  [/^Fragment "(\w+)" is never used/, 'UnusedFragment', ([, name]) => `Unused fragment ${name}`],
  [/^Variable "\$(\w+)" is not defined/, 'UndefinedVariable', ([, name]) => `Undefined variable ${name}`],
  [/^Variable "\$(\w+)" is never used/, 'UnusedVariable', ([, name]) => `Unused variable ${name}`],
  [
    /^Variable "\$\w+" of type "(.*)" used in position expecting type "(.*)"/,
    'VariableTypeMismatch',
    ([, given, wanted]) => `Variable type '${given}' doesn't match expected type '${wanted}'`,
  ],
  [/conflict because/, 'FieldsConflict', (_, { message }) => message],
  [
    /^Field "(?:\w+\.)?(\w+)" of required type ".*" was not provided/,
    'WrongType',
    ([, field], error) => `argument with value '${valueOf(error)}' is missing required fields '[${field}]'`,
  ],
  [
    /^Field "(\w+)" is not defined by type "(\w+)"/,
    'WrongType',
    ([, field, type], error) =>
      `argument with value '${valueOf(error)}' contains a field not in '${type}': '${field}'`,
  ],
];

/** A validation error as AppSync words and shapes it. */
export function validationEntry(error: GraphQLError, document: DocumentNode): object {
  const [node] = error.nodes ?? [];
  const path = node && pathTo(node, document);
  return {
    path: null,
    locations: locationsOf(error),
    message: `${validationMessage(error)}${path ? ` @ '${path}'` : ''}`,
  };
}

/** The sentence of a validation error, without where it is. */
export function validationMessage(error: GraphQLError): string {
  for (const [shape, kind, say] of sentences) {
    const match = shape.exec(error.message);
    if (match) return `Validation error of type ${kind}: ${say(match, error)}`;
  }
  return `Validation error of type WrongType: ${error.message}`;
}

/** Where an error is, with the `sourceName` that AppSync adds. */
export function locationsOf({ locations, nodes }: GraphQLError): object[] {
  const [node] = nodes ?? [];
  const first = locations?.[0] ?? (node?.loc && getLocation(node.loc.source, node.loc.start));
  return first ? [{ line: first.line, column: first.column, sourceName: null }] : [];
}

function valueOf({ nodes }: GraphQLError): string {
  const [node] = nodes ?? [];
  return node ? print(node) : '';
}

// The fields on the way to a node, from the operation down.
function pathTo(wanted: ASTNode, document: DocumentNode): string | undefined {
  const fields: string[] = [];
  let found: string | undefined;
  visit(document, {
    enter(node) {
      if (node.kind === Kind.FIELD) fields.push(node.name.value);
      if (node === wanted) found ??= fields.join('/');
    },
    leave(node) {
      if (node.kind === Kind.FIELD) fields.pop();
    },
  });
  return found === '' ? undefined : found;
}
