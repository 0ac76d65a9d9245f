import { getNullableType, isEnumType, isInputObjectType, isListType, type GraphQLInputType } from 'graphql';
import { didYouMean } from '../command/did-you-mean.ts';
import { UsageError } from '../errors.ts';

/**
 * Converts the text of a flag to a value of a type: JSON for inputs and (where it begins with a bracket) for lists, the
 * text itself for what AppSync takes as a string.
 *
 * @throws UsageError naming the flag and what was expected.
 */
export function parseText(text: string, type: GraphQLInputType, flag: string): unknown {
  if (isListType(type)) {
    if (text.trimStart().startsWith('[')) return parseJson(text, flag, String(type));
    return [parseText(text, getNullableType(type.ofType as GraphQLInputType), flag)];
  }
  if (isInputObjectType(type)) return parseJson(text, flag, type.name);
  if (isEnumType(type))
    return parseEnum(
      text,
      type.getValues().map(({ name }) => name),
      flag,
    );
  switch (String(type)) {
    case 'Int':
    case 'AWSTimestamp':
      return parseNumber(text, /^-?\d+$/, 'a whole number', flag);
    case 'Float':
      return parseNumber(text, /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i, 'a number', flag);
    case 'Boolean':
      if (text !== 'true' && text !== 'false')
        throw new UsageError(`${flag} is true or false, not "${text}".`);
      return text === 'true';
    case 'AWSJSON':
      parseJson(text, flag, 'AWSJSON');
      return text;
    default:
      return text;
  }
}

function parseJson(text: string, flag: string, type: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${flag} (${type}) has to be JSON: ${(error as Error).message}.`, { cause: error });
  }
}

function parseNumber(text: string, form: RegExp, expected: string, flag: string): number {
  if (!form.test(text)) throw new UsageError(`${flag} is ${expected}, not "${text}".`);
  return Number(text);
}

function parseEnum(text: string, values: readonly string[], flag: string): string {
  if (values.includes(text)) return text;
  const hint = didYouMean(text, values);
  throw new UsageError(`${flag} is one of ${values.join(', ')}, not "${text}".${hint}`);
}
