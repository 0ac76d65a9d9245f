import {
  coerceInputValue,
  isNonNullType,
  parse,
  typeFromAST,
  Kind,
  type GraphQLInputType,
  type GraphQLSchema,
  type VariableDefinitionNode,
} from 'graphql';
import { didYouMean } from '../command/did-you-mean.ts';
import { UsageError } from '../errors.ts';
import { setAtPath } from './set-at-path.ts';

export type Variables = Record<string, unknown>;

/** What an operation declares of one variable. */
interface Declared {
  readonly type: GraphQLInputType;
  readonly required: boolean;
}

/**
 * Makes an operation's variables from a JSON object and flags, flags last, and checks them against the types that the
 * operation declares.
 *
 * @param flags - Name and value of each flag; a dot in a name leads into an input, a repeated flag fills a list.
 * @throws UsageError for an unknown variable or field, a missing one, or a value of the wrong type.
 */
export function parseVariables(
  operation: { readonly name: string; readonly text: string },
  schema: GraphQLSchema,
  base: Variables,
  flags: readonly (readonly [name: string, value: string])[],
): Variables {
  const declared = declaredVariables(operation.text, schema);
  const variables: Variables = {};
  for (const [name, value] of Object.entries(base)) {
    declaredOr(operation.name, declared, name);
    variables[name] = value;
  }
  for (const [flag, text] of flags) {
    const [name = '', ...path] = flag.split('.');
    const { type } = declaredOr(operation.name, declared, name);
    setAtPath(variables, [name, ...path], text, { type, flag: `--${flag}` });
  }
  checkVariables(operation.name, declared, variables);
  return variables;
}

function declaredVariables(text: string, schema: GraphQLSchema): Map<string, Declared> {
  const operation = parse(text).definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  const declare = (node: VariableDefinitionNode): [string, Declared] => {
    const type = typeFromAST(schema, node.type) as GraphQLInputType | undefined;
    if (!type) throw new TypeError(`The schema does not have the type of $${node.variable.name.value}.`);
    return [node.variable.name.value, { type, required: isNonNullType(type) && !node.defaultValue }];
  };
  return new Map((operation?.variableDefinitions ?? []).map(declare));
}

function declaredOr(operation: string, declared: ReadonlyMap<string, Declared>, name: string): Declared {
  const found = declared.get(name);
  if (found) return found;
  const takes = declared.size > 0 ? [...declared.keys()].map((known) => `--${known}`).join(', ') : 'none';
  const hint = didYouMean(name, declared.keys(), '--');
  throw new UsageError(`${operation} has no variable "${name}".${hint || ` It takes ${takes}.`}`);
}

function checkVariables(
  operation: string,
  declared: ReadonlyMap<string, Declared>,
  variables: Variables,
): void {
  const missing = [...declared].filter(([name, { required }]) => required && variables[name] === undefined);
  if (missing.length > 0) {
    const named = missing.map(([name, { type }]) => `--${name} (${String(type)})`);
    throw new UsageError(`${operation} needs ${named.join(' and ')}.`);
  }
  for (const [name, value] of Object.entries(variables)) {
    const { type } = declaredOr(operation, declared, name);
    coerceInputValue(value, type, (path, _value, error) => {
      throw new UsageError(`--${[name, ...path].join('.')}: ${error.message}`, { cause: error });
    });
  }
}
