import { CognitoException, invalidParameter, unsupported } from './exception.ts';

/** An action's input: a JSON object of the wire protocol. */
export type Input = Readonly<Record<string, unknown>>;

/** Reads a request's body. @throws CognitoException `SerializationException` unless it is a JSON object. */
export function parseInput(body: Buffer): Input {
  try {
    const input: unknown = JSON.parse(body.toString() || '{}');
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as Input;
  } catch {
    // Not JSON: refused below like JSON that is no object.
  }
  throw wrongType('The request body', 'a JSON object');
}

/**
 * A string that an action needs.
 *
 * @param pattern - What it has to match, as in AWS's model of the API.
 * @throws CognitoException `InvalidParameterException` with the words of AWS's own validation.
 */
export function requiredString(input: Input, key: string, pattern?: RegExp): string {
  checkPresent(input, key);
  const value = optionalString(input, key) ?? '';
  if (value === '') {
    throw constraint("Value ''", key, 'Member must have length greater than or equal to 1');
  }
  // The value is left out on purpose: it may be a token or a password.
  if (pattern?.test(value) === false) {
    throw constraint('Value', key, `Member must satisfy regular expression pattern: ${shown(pattern)}`);
  }
  return value;
}

/** Checks that an action has what it needs, whatever it is. @throws CognitoException `InvalidParameterException`. */
export function checkPresent(input: Input, key: string): void {
  if (input[key] == null) throw constraint('Value null', key, 'Member must not be null');
}

export function optionalString(input: Input, key: string): string | undefined {
  const value = input[key] ?? undefined;
  if (value !== undefined && typeof value !== 'string') throw wrongType(key, 'a string');
  return value;
}

/** A whole number between two bounds, both included. @throws CognitoException `InvalidParameterException`. */
export function optionalInteger(input: Input, key: string, least: number, most: number): number | undefined {
  const value = input[key] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value)) throw wrongType(key, 'a whole number');
  if (value < least) {
    throw constraint(`Value '${value}'`, key, `Member must have value greater than or equal to ${least}`);
  }
  if (value > most) {
    throw constraint(`Value '${value}'`, key, `Member must have value less than or equal to ${most}`);
  }
  return value;
}

/** One of a few words. @throws CognitoException `InvalidParameterException`. */
export function oneOf<Word extends string>(
  input: Input,
  key: string,
  words: readonly Word[],
): Word | undefined {
  const value = optionalString(input, key);
  if (value === undefined) return undefined;
  const word = words.find((candidate) => candidate === value);
  if (word === undefined) {
    throw constraint('Value', key, `Member must satisfy enum value set: [${words.join(', ')}]`);
  }
  return word;
}

/**
 * A map of strings, such as `AuthParameters`; empty when missing. An entry that is null counts as missing: AWS lets it pass,
 * and amazon-cognito-identity-js sends one.
 */
export function stringMap(input: Input, key: string): Readonly<Record<string, string>> {
  const value = input[key] ?? {};
  if (typeof value !== 'object' || Array.isArray(value)) throw wrongType(key, 'a map of strings');
  const entries = Object.entries(value).filter(([, entry]) => entry !== null);
  if (entries.some(([, entry]) => typeof entry !== 'string')) throw wrongType(key, 'a map of strings');
  return Object.fromEntries(entries) as Record<string, string>;
}

/**
 * Refuses settings that AWS knows and this server would have to ignore.
 *
 * @throws CognitoException `InvalidParameterException` that names the first of them.
 */
export function refuseOthers(input: Input, known: readonly string[]): void {
  const other = Object.keys(input).find((key) => !known.includes(key) && input[key] != null);
  if (other !== undefined) throw unsupported(other);
}

function constraint(what: string, key: string, rule: string): CognitoException {
  const member = key.charAt(0).toLowerCase() + key.slice(1);
  return invalidParameter(
    `1 validation error detected: ${what} at '${member}' failed to satisfy constraint: ${rule}`,
  );
}

function wrongType(what: string, wanted: string): CognitoException {
  return new CognitoException('SerializationException', `${what} is not ${wanted}.`);
}

// AWS prints the pattern without the anchors that its validation implies.
function shown(pattern: RegExp): string {
  return pattern.source.replace(/^\^/, '').replace(/\$$/, '');
}
