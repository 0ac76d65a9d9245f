import type { AttributeDefinition } from './attribute-definition.ts';
import type { User } from './entities.ts';
import { invalidParameter } from './exception.ts';
import { standardAttributes } from './pool-schema.ts';
import type { Pool } from './pool.ts';

type Attributes = Readonly<Record<string, string>>;

/**
 * Checks attributes against what the pool declares; a pool that declares nothing takes any custom attribute.
 *
 * @param user - Whose attributes are to change. Absent for somebody new.
 * @throws CognitoException `InvalidParameterException`.
 */
export function checkConform({ store }: Pool, changes: Attributes, user?: User): void {
  const { schema } = store.settings;
  if (!schema) return;
  for (const [name, value] of Object.entries(changes)) {
    const definition = schema.find((known) => known.name === name) ?? standardAttributes.get(name);
    if (!definition) throw refused(name, 'Attribute does not exist in the schema.');
    if (user?.attributes[name] !== undefined && !definition.isMutable) {
      throw invalidParameter(`user.${name}: Attribute cannot be updated.\n`);
    }
    const problem = value === '' ? undefined : problemOf(definition, value);
    if (problem !== undefined) throw refused(name, problem);
  }
}

/**
 * Checks that somebody new has what the pool asks everybody for.
 *
 * @throws CognitoException `InvalidParameterException`.
 */
export function checkComplete(pool: Pool, attributes: Attributes): void {
  const [missing] = missingAttributes(pool, attributes);
  if (missing !== undefined) throw refused(missing, 'The attribute is required');
}

/** The attributes that the pool asks everybody for and somebody has not. */
export function missingAttributes({ store }: Pool, attributes: Attributes): string[] {
  const required = (store.settings.schema ?? []).filter(({ isRequired }) => isRequired);
  return required.map(({ name }) => name).filter((name) => (attributes[name] ?? '') === '');
}

/** @throws CognitoException `InvalidParameterException` for one that the pool asks everybody for. */
export function checkDispensable({ store }: Pool, names: readonly string[]): void {
  const { schema = [] } = store.settings;
  const needed = names.find((name) => schema.some((known) => known.name === name && known.isRequired));
  if (needed !== undefined) throw refused(needed, 'The attribute is required');
}

const dateShape = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?)?$/;

function problemOf({ type, min, max }: AttributeDefinition, value: string): string | undefined {
  if (type === 'Boolean') return value === 'true' || value === 'false' ? undefined : 'is not a boolean.';
  if (type === 'DateTime') return dateShape.test(value) ? undefined : 'is not a date.';
  if (type === 'Number') {
    if (!/^-?\d+$/.test(value)) return 'is not a number.';
    return outside(Number(value), min, max, 'value');
  }
  return outside([...value].length, min, max, 'length');
}

function outside(
  amount: number,
  min: number | undefined,
  max: number | undefined,
  what: string,
): string | undefined {
  if (min !== undefined && amount < min) return `${what} must be at least ${min}.`;
  return max !== undefined && amount > max ? `${what} must be at most ${max}.` : undefined;
}

function refused(name: string, problem: string) {
  return invalidParameter(`Attributes did not conform to the schema: ${name}: ${problem}\n`);
}
