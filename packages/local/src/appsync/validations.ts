import type { FieldValidation } from '@postern/schema';
import type { Item } from '../store/item-store.ts';
import { FieldError, unsupported } from './errors.ts';

type Rule = FieldValidation['type'];

// The sentences of AWS's transformer.
const demands: Readonly<Record<Rule, string>> = {
  gt: 'be greater than',
  lt: 'be less than',
  gte: 'be greater than or equal to',
  lte: 'be less than or equal to',
  minLength: 'have a minimum length of',
  maxLength: 'have a maximum length of',
  startsWith: 'start with',
  endsWith: 'end with',
  matches: 'match',
};

/**
 * Checks what is written against the `@validate`s of a model; null and what is left out pass.
 *
 * @throws FieldError without a type, as AWS's resolvers give it none.
 */
export function checkValidations(model: string, validations: readonly FieldValidation[], input: Item): void {
  for (const { field, type, value, message } of validations) {
    const given = input[field];
    if (given == null || passes(type, given, value)) continue;
    throw new FieldError(null, message ?? `Field ${field} of type ${model} must ${demands[type]} ${value}`);
  }
}

function passes(rule: Rule, given: unknown, wanted: string): boolean {
  const [number, limit, text] = [Number(given), Number(wanted), String(given)];
  switch (rule) {
    case 'gt':
      return number > limit;
    case 'lt':
      return number < limit;
    case 'gte':
      return number >= limit;
    case 'lte':
      return number <= limit;
    case 'minLength':
      return text.length >= limit;
    case 'maxLength':
      return text.length <= limit;
    case 'startsWith':
      return text.startsWith(wanted);
    case 'endsWith':
      return text.endsWith(wanted);
    case 'matches':
      return matches(wanted, text);
  }
}

// AppSync's `$util.matches` is Java's `Pattern.matches`: of the whole text.
function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(text);
  } catch {
    throw unsupported(`@validate with ${pattern}, which is no regular expression of JavaScript,`);
  }
}
