import { invalidParameter } from './exception.ts';

/** An action's input: a JSON object of the wire protocol. */
export type Input = Readonly<Record<string, unknown>>;

/**
 * A string that an action needs.
 *
 * @throws CognitoException `InvalidParameterException` when it is missing, as AWS's own validation does.
 */
export function requiredString(input: Input, key: string): string {
  const value = input[key];
  if (typeof value === 'string' && value !== '') return value;
  const member = key.charAt(0).toLowerCase() + key.slice(1);
  throw invalidParameter(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}

export function optionalString(input: Input, key: string): string | undefined {
  const value = input[key];
  return typeof value === 'string' ? value : undefined;
}

/** A map of strings, such as `AuthParameters`; empty when missing. */
export function stringMap(input: Input, key: string): Readonly<Record<string, string>> {
  const value = input[key];
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Object.values(value).some((entry) => typeof entry !== 'string')) {
    throw invalidParameter(`${key} must be a map of strings.`);
  }
  return { ...value } as Record<string, string>;
}

/** A list of `{Name, Value}`, such as `UserAttributes`, as a plain object. */
export function attributeMap(input: Input, key: string): Record<string, string> {
  const list = input[key];
  if (list === undefined || list === null) return {};
  if (!Array.isArray(list)) throw invalidParameter(`${key} must be a list.`);
  return Object.fromEntries(
    list.map((entry: unknown) => {
      const { Name, Value } = (entry ?? {}) as { Name?: unknown; Value?: unknown };
      if (typeof Name !== 'string') throw invalidParameter(`${key} needs a Name for each attribute.`);
      return [Name, typeof Value === 'string' ? Value : ''];
    }),
  );
}
