import type { ConstDirectiveNode } from 'graphql';
import { directiveArguments, directiveOn } from '../read/directive-arguments.ts';
import { didYouMean } from '../read/did-you-mean.ts';
import { refusal } from '../read/refuse.ts';
import { isScalarOrEnum, type SourceField, type SourceType } from '../read/source.ts';
import { isList } from '../read/type-text.ts';
import type { Expansion } from './context.ts';
import { isDefaultFor } from './default-values.ts';

/** Checks an `@function` that is called without waiting. @throws SchemaError `invalid-function`. */
export function checkFunction(
  { source }: Expansion,
  type: SourceType,
  field: SourceField,
  directive: ConstDirectiveNode,
): void {
  if (directiveArguments(directive).invocationType !== 'Event') return;
  if (type.name !== 'Query' && type.name !== 'Mutation') {
    const problem = 'invocationType: Event is for fields of Query and Mutation.';
    throw refusal('invalid-function', directive, problem, 'Remove invocationType.');
  }
  const last = field.directives.findLast(({ name }) => name.value === 'function');
  if (last && directiveArguments(last).invocationType !== 'Event') return;
  const hint = 'Declare `type EventInvocationResponse { success: Boolean! }` and return it.';
  const fields = [...(source.objects.get('EventInvocationResponse')?.fields.values() ?? [])];
  const rightShape = fields.length === 1 && fields[0]?.name === 'success' && fields[0].type === 'Boolean!';
  if (field.type === 'EventInvocationResponse' && rightShape) return;
  throw refusal('invalid-function', directive, 'A function called as an event cannot return that.', hint);
}

/** Checks a `@default`. @throws SchemaError `invalid-default`. */
export function checkDefault(
  { source }: Expansion,
  type: SourceType,
  field: SourceField,
  directive: ConstDirectiveNode,
): void {
  if (!directiveOn(type, 'model')) {
    throw refusal(
      'invalid-default',
      directive,
      `@default on ${type.name}, which is no @model.`,
      'Add @model, or remove it.',
    );
  }
  if (isList(field.type) || !isScalarOrEnum(source, field.base)) {
    throw refusal('invalid-default', directive, '@default is for scalars and enums.', 'Remove it.');
  }
  const { value } = directiveArguments(directive);
  if (typeof value !== 'string') {
    throw refusal('invalid-default', directive, '@default needs a value.', 'Write `@default(value: "…")`.');
  }
  const values = source.enums.get(field.base)?.values?.map((entry) => entry.name.value);
  if (values ? values.includes(value) : isDefaultFor(field.base, value)) return;
  const hint = values && (didYouMean(value, values) ?? `It is one of ${values.join(', ')}.`);
  throw refusal(
    'invalid-default',
    directive,
    `${JSON.stringify(value)} is no ${field.base}.`,
    hint ?? `Give a ${field.base}.`,
  );
}

const numeric: readonly string[] = ['gt', 'lt', 'gte', 'lte'];

/** Checks a `@validate`. @throws SchemaError `invalid-validate`. */
export function checkValidate(type: SourceType, field: SourceField, directive: ConstDirectiveNode): void {
  const wrong = (problem: string, hint: string) => refusal('invalid-validate', directive, problem, hint);
  if (!directiveOn(type, 'model'))
    throw wrong(`@validate on ${type.name}, which is no @model.`, 'Add @model.');
  if (isList(field.type)) throw wrong('@validate is not for lists.', 'Remove it.');
  const place = field.directives.indexOf(directive);
  if (field.directives.findIndex(({ name }) => name.value === 'default') > place) {
    throw wrong('@validate stands before @default.', 'Write @default first.');
  }
  const { type: rule, value } = directiveArguments(directive) as { type: string; value: string };
  const same = field.directives.filter(({ name }) => name.value === 'validate').map(directiveArguments);
  if (same.filter((other) => other.type === rule).length > 1)
    throw wrong(`Two @validate of type ${rule}.`, 'Keep one.');
  const forNumbers = numeric.includes(rule);
  const fits = forNumbers ? ['Int', 'Float'].includes(field.base) : field.base === 'String';
  if (!fits)
    throw wrong(
      `@validate ${rule} does not fit ${field.base}.`,
      `It is for ${forNumbers ? 'Int and Float' : 'String'}.`,
    );
  if (forNumbers && Number.isNaN(parseFloat(value)))
    throw wrong(`${JSON.stringify(value)} is no number.`, 'Give a number.');
  if (rule.endsWith('Length') && !(parseInt(value, 10) >= 0)) {
    throw wrong(`${JSON.stringify(value)} is no length.`, 'Give a number that is not negative.');
  }
}
