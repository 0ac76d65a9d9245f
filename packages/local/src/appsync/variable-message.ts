import {
  coerceInputValue,
  isInputType,
  isNonNullType,
  typeFromAST,
  type GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { locationsOf } from './validation-message.ts';

type Variables = Readonly<Record<string, unknown>>;

/** The first thing wrong with a request's variables, as AppSync words and shapes it. */
export function variableEntry(
  error: GraphQLError,
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Variables,
): object {
  return {
    path: null,
    locations: locationsOf(error),
    message: firstProblem(schema, operation, variables) ?? error.message,
  };
}

function firstProblem(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Variables,
): string | undefined {
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type);
    if (!isInputType(type) || (!Object.hasOwn(variables, name) && definition.defaultValue)) continue;
    const problem = problemOf(name, type, Object.hasOwn(variables, name) ? variables[name] : undefined);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function problemOf(variable: string, type: GraphQLInputType, given: unknown): string | undefined {
  if (given == null) return isNonNullType(type) ? coercedNull(variable, String(type)) : undefined;
  let problem: string | undefined;
  coerceInputValue(given, type, (path, _, error) => {
    const field = path.findLast((part) => typeof part === 'string');
    problem ??= describe(variable, field ?? variable, error);
  });
  return problem;
}

function coercedNull(variable: string, type: string): string {
  return `Variable '${variable}' has coerced Null value for NonNull type '${type}'`;
}

function describe(variable: string, field: string, { message }: GraphQLError): string {
  const [, missing] =
    /^(?:Field "\w+" of required type|Expected non-nullable type) "(.*?)"/.exec(message) ?? [];
  if (missing !== undefined) return coercedNull(variable, missing);
  const [, unknownTo] = /^Field "\w+" is not defined by type "(\w+)"/.exec(message) ?? [];
  if (unknownTo !== undefined)
    return `The variables input contains a field that is not defined for input object type '${unknownTo}'`;
  const [reason] = /Unable to parse .*$/s.exec(message) ?? [];
  return `Variable '${field}' has an invalid value.${reason === undefined ? '' : ` ${reason}`}`;
}
