import { getNamedType, isObjectType, type GraphQLError, type GraphQLSchema } from 'graphql';
import { FieldError } from './errors.ts';
import { locationsOf } from './validation-message.ts';

/** An error of a field, in AppSync's shape. */
export function fieldEntry(error: GraphQLError, schema: GraphQLSchema): object {
  const { originalError, path = null } = error;
  if (originalError instanceof FieldError) {
    const { type: errorType, message } = originalError;
    return { path, data: null, errorType, errorInfo: null, locations: locationsOf(error), message };
  }
  // What a resolver gave does not fit the schema: AppSync says so without locations.
  return { path, locations: null, message: misfit(error, schema) };
}

function misfit({ message, path = [] }: GraphQLError, schema: GraphQLSchema): string {
  const [, parent, field] = /^Cannot return null for non-nullable field (\w+)\.(\w+)/.exec(message) ?? [];
  if (parent === undefined || field === undefined)
    return `Can't serialize value (${pathText(path)}) : ${message}`;
  const type = schema.getType(parent);
  const named = isObjectType(type) ? getNamedType(type.getFields()[field]?.type) : undefined;
  return `Cannot return null for non-nullable type: '${String(named)}' within parent '${parent}' (${pathText(path)})`;
}

// Such as `/listItems/items[0]/name`.
function pathText(path: readonly (string | number)[]): string {
  return path.map((part) => (typeof part === 'number' ? `[${part}]` : `/${part}`)).join('');
}
