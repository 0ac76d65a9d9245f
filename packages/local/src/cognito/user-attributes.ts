import { CognitoException, invalidParameter } from './exception.ts';
import type { Input } from './input.ts';

// The standard attributes of OpenID Connect that a user pool has, less `sub`, which nobody sets.
const standard: ReadonlySet<string> = new Set([
  'address',
  'birthdate',
  'email',
  'email_verified',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'phone_number',
  'phone_number_verified',
  'picture',
  'preferred_username',
  'profile',
  'website',
  'zoneinfo',
]);

/** The attributes that a token carries as true or false. */
export const booleanAttributes: ReadonlySet<string> = new Set(['email_verified', 'phone_number_verified']);

/**
 * A list of `{Name, Value}`, such as `UserAttributes`, as a plain object.
 *
 * Custom attributes (`custom:…`) need not be declared. What is no attribute is refused: names such as `cognito:groups` or
 * `aud` would otherwise turn up as claims.
 *
 * @throws CognitoException `InvalidParameterException`.
 */
export function readAttributes(input: Input, key: string): Record<string, string> {
  const list = input[key] ?? [];
  if (!Array.isArray(list)) throw new CognitoException('SerializationException', `${key} is not a list.`);
  const entries = list.map((entry: unknown): [string, string] => {
    const { Name, Value } = (entry ?? {}) as { Name?: unknown; Value?: unknown };
    if (typeof Name !== 'string') {
      throw new CognitoException('SerializationException', `${key} needs a Name for each attribute.`);
    }
    if (Value != null && typeof Value !== 'string') {
      throw new CognitoException('SerializationException', `${key} needs a string as the Value of ${Name}.`);
    }
    return [Name, Value ?? ''];
  });
  checkLengths(entries, key);
  for (const [name, value] of entries) checkAttribute(name, value);
  return Object.fromEntries(entries);
}

// As in AWS's model of the API: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AttributeType.html
function checkLengths(entries: readonly (readonly [string, string])[], key: string): void {
  const list = key.charAt(0).toLowerCase() + key.slice(1);
  for (const [index, [name, value]] of entries.entries()) {
    const [what, most] = name.length > 32 ? ['name', 32] : ['value', 2048];
    if (name.length <= 32 && value.length <= 2048) continue;
    throw invalidParameter(
      `1 validation error detected: Value at '${list}.${index + 1}.member.${what}' failed to satisfy constraint: Member must have length less than or equal to ${most}`,
    );
  }
}

/** @throws CognitoException `InvalidParameterException` for a name or value that AWS refuses. */
export function checkAttribute(name: string, value: string): void {
  if (name === 'sub') throw invalidParameter('Cannot modify the non-mutable attribute sub');
  if (!standard.has(name) && !/^custom:[\p{L}\p{N}_.-]{1,20}$/u.test(name)) {
    throw invalidParameter(`${name}: Attribute does not exist in the schema.\n`);
  }
  if (name === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) {
    throw invalidParameter('Invalid email address format.');
  }
  if (name === 'phone_number' && !/^\+\d{1,15}$/.test(value)) {
    throw invalidParameter('Invalid phone number format.');
  }
  if (booleanAttributes.has(name) && value !== 'true' && value !== 'false') {
    throw invalidParameter(`${name} is not a boolean.`);
  }
}
