import { getNullableType, isInputObjectType, isListType, type GraphQLInputType } from 'graphql';
import { didYouMean } from '../command/did-you-mean.ts';
import { UsageError } from '../errors.ts';
import { parseText } from './parse-text.ts';

/**
 * Puts the value of a flag where its dotted name points, converted to the type that the schema has there.
 *
 * @param options.type - The type of the variable, the first word of the path.
 */
export function setAtPath(
  target: Record<string, unknown>,
  path: readonly string[],
  text: string,
  options: { readonly type: GraphQLInputType; readonly flag: string },
): void {
  const { flag } = options;
  const type = getNullableType(options.type);
  const [name = '', next, ...rest] = path;
  if (next === undefined) {
    target[name] = merge(target[name], parseText(text, type, flag), isListType(type));
    return;
  }
  if (!isInputObjectType(type)) throw new UsageError(`${flag}: ${String(type)} has no fields.`);
  const field = type.getFields()[next];
  if (!field) {
    const known = Object.keys(type.getFields());
    const hint = didYouMean(next, known) || ` It has ${known.join(', ')}.`;
    throw new UsageError(`${flag}: ${type.name} has no field "${next}".${hint}`);
  }
  const inner = isObject(target[name]) ? target[name] : {};
  setAtPath(inner, [next, ...rest], text, { type: field.type, flag });
  target[name] = inner;
}

// A repeated flag fills a list; a later object adds to an earlier one; anything else is replaced.
function merge(earlier: unknown, later: unknown, list: boolean): unknown {
  if (list && Array.isArray(earlier) && Array.isArray(later))
    return [...(earlier as unknown[]), ...(later as unknown[])];
  return isObject(earlier) && isObject(later) ? { ...earlier, ...later } : later;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
