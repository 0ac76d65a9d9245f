import type { TypedOperation } from '../operation.ts';

// Names are made once: a property is found faster by a name that is already known than by one that was just put together.
const aliases: string[] = [];

/** The key of the copy at `index` in an aliased document's data. */
export function aliasOf(index: number): string {
  return (aliases[index] ??= `a${index}`);
}

const built = new WeakMap<object, Map<number, string>>();

/**
 * The document that asks `count` times for an operation's one root field, each copy under an alias and with variables of
 * its own. Documents of one shape are built once.
 *
 * @throws TypeError when the operation is a subscription, has several root fields, or uses a variable in a fragment.
 */
export function aliasedDocument(operation: TypedOperation<unknown, never>, count: number): string {
  if (operation.kind === 'subscription' || operation.rootFields.length !== 1) {
    throw new TypeError(
      `${operation.name}: only a query or mutation with one root field can be sent many at a time.`,
    );
  }
  const ofOperation = built.get(operation) ?? new Map<number, string>();
  const found = ofOperation.get(count);
  if (found !== undefined) return found;
  if (variablesOf(operation.fragments).length > 0) {
    throw new TypeError(`${operation.name}: a fragment that uses a variable cannot be sent many at a time.`);
  }
  built.set(operation, ofOperation);
  const document = build(operation, count);
  ofOperation.set(count, document);
  return document;
}

function build(
  { kind, name, variables, body, fragments }: TypedOperation<unknown, never>,
  count: number,
): string {
  const indexes = Array.from({ length: count }, (_, index) => index);
  const declared = indexes.flatMap((index) =>
    Object.entries(variables).map(([key, type]) => `$${key}_${index}: ${type}`),
  );
  const copies = indexes.map((index) => `${aliasOf(index)}: ${renameVariables(withoutAlias(body), index)}`);
  const head = declared.length > 0 ? `(${declared.join(', ')})` : '';
  return `${kind} ${name}${head} {\n${copies.join('\n')}\n}${fragments ? `\n${fragments}` : ''}`;
}

function withoutAlias(body: string): string {
  return body.trim().replace(/^\w+\s*:\s*/, '');
}

// Strings are skipped whole, so that a `$` inside one stays what it is.
const stringOrVariable = /"""[\s\S]*?"""|"(?:[^"\\]|\\.)*"|\$(\w+)/g;

function variablesOf(text: string): string[] {
  return [...text.matchAll(stringOrVariable)].flatMap(([, variable]) => (variable ? [variable] : []));
}

function renameVariables(body: string, index: number): string {
  return body.replaceAll(stringOrVariable, (match, variable?: string) =>
    variable ? `$${variable}_${index}` : match,
  );
}

/** What one more copy adds to the document, in bytes and a little more. */
export function copyBytes({ body, variables }: TypedOperation<unknown, never>): number {
  const declared = Object.entries(variables).reduce((sum, [key, type]) => sum + key.length + type.length, 0);
  return body.length + declared + 12 * (Object.keys(variables).length + 1);
}

const copyNames = new Map<string, string[]>();

function namesOf(variable: string): string[] {
  const names = copyNames.get(variable) ?? [];
  if (names.length === 0) copyNames.set(variable, names);
  return names;
}

/** The variables of all copies, each under the name that {@link aliasedDocument} gave it. */
export function aliasedVariables(all: readonly object[]): Record<string, unknown> {
  const named: Record<string, unknown> = {};
  for (let index = 0; index < all.length; index += 1) {
    const variables = all[index] as Record<string, unknown>;
    for (const key of Object.keys(variables)) {
      named[(namesOf(key)[index] ??= `${key}_${index}`)] = variables[key];
    }
  }
  return named;
}
