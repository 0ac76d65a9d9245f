import type { AttributeDefinition } from './attribute-definition.ts';
import { CognitoException, invalidParameter, unsupported } from './exception.ts';
import { oneOf, optionalInteger, refuseOthers, requiredString, type Input } from './input.ts';

const standardTexts = [
  ...['address', 'family_name', 'gender', 'given_name', 'locale', 'middle_name', 'name', 'nickname'],
  ...['email', 'phone_number', 'picture', 'preferred_username', 'profile', 'website', 'zoneinfo'],
];

const text = (name: string): AttributeDefinition => ({
  name,
  type: 'String',
  isMutable: true,
  isRequired: false,
  min: 0,
  max: 2048,
});

/** The attributes that every user pool has, less `sub`, which nobody sets. */
export const standardAttributes: ReadonlyMap<string, AttributeDefinition> = new Map(
  [
    ...standardTexts.map(text),
    { ...text('birthdate'), min: 10, max: 10 },
    { name: 'updated_at', type: 'Number', isMutable: true, isRequired: false, min: 0 } as const,
    ...['email_verified', 'phone_number_verified'].map(
      (name) => ({ name, type: 'Boolean', isMutable: true, isRequired: false }) as const,
    ),
  ].map((definition) => [definition.name, definition]),
);

// AWS's limit for each pool.
const customAtMost = 50;

/**
 * Reads `Schema` or `CustomAttributes`.
 *
 * @param known - What the pool has already.
 * @throws CognitoException `InvalidParameterException`.
 */
export function readSchema(
  list: unknown,
  key: string,
  known: readonly AttributeDefinition[],
): AttributeDefinition[] {
  if (!Array.isArray(list)) throw new CognitoException('SerializationException', `${key} is not a list.`);
  const schema = [...known];
  for (const entry of list) {
    const definition = readDefinition((entry ?? {}) as Input);
    if (schema.some(({ name }) => name === definition.name)) {
      throw invalidParameter(`${definition.name}: Existing attribute already has name ${definition.name}.`);
    }
    schema.push(definition);
  }
  if (schema.filter(({ name }) => name.startsWith('custom:')).length > customAtMost) {
    throw invalidParameter(`A user pool has ${customAtMost} custom attributes at most.`);
  }
  return schema;
}

const types = ['String', 'Number', 'DateTime', 'Boolean'] as const;

function readDefinition(input: Input): AttributeDefinition {
  refuseOthers(input, [
    ...['Name', 'AttributeDataType', 'Mutable', 'Required', 'DeveloperOnlyAttribute'],
    ...['StringAttributeConstraints', 'NumberAttributeConstraints'],
  ]);
  const given = requiredString(input, 'Name', /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,20}$/u);
  const standard = standardAttributes.get(given);
  if (input.DeveloperOnlyAttribute === true) throw unsupported('DeveloperOnlyAttribute');
  const isRequired = input.Required === true;
  if (isRequired && !standard)
    throw invalidParameter('Required custom attributes are not supported currently.');
  const type = oneOf(input, 'AttributeDataType', types) ?? standard?.type;
  if (type === undefined) throw invalidParameter(`AttributeDataType is needed for ${given}.`);
  if (standard && type !== standard.type) {
    throw invalidParameter(
      `${given}: You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute ${given}`,
    );
  }
  const isMutable = input.Mutable === undefined ? true : input.Mutable === true;
  const name = standard ? given : `custom:${given.replace(/^custom:/, '')}`;
  return { ...standard, name, type, isMutable, isRequired, ...bounds(input, type) };
}

function bounds(input: Input, type: AttributeDefinition['type']): Pick<AttributeDefinition, 'min' | 'max'> {
  const isText = type === 'String';
  const given = (input[`${type}AttributeConstraints`] ?? {}) as Input;
  const bound = (key: string): number | undefined => {
    const value = given[key] ?? undefined;
    const number = typeof value === 'string' && value !== '' ? Number(value) : value;
    const what = { [key]: number } as Input;
    return isText ? optionalInteger(what, key, 0, 2048) : optionalInteger(what, key, -(2 ** 53), 2 ** 53);
  };
  const min = bound(isText ? 'MinLength' : 'MinValue');
  const max = bound(isText ? 'MaxLength' : 'MaxValue');
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

/** The attributes of a pool as `DescribeUserPool` shows them. */
export function schemaAttributes(schema: readonly AttributeDefinition[]): object[] {
  const sub = { ...text('sub'), isMutable: false, isRequired: true, min: 1 };
  const all = new Map([
    ['sub', sub],
    ...standardAttributes,
    ...schema.map((one) => [one.name, one] as const),
  ]);
  return [...all.values()].map(({ name, type, isMutable, isRequired, min, max }) => ({
    Name: name,
    AttributeDataType: type,
    DeveloperOnlyAttribute: false,
    Mutable: isMutable,
    Required: isRequired,
    ...constraints(type, min, max),
  }));
}

function constraints(
  type: AttributeDefinition['type'],
  min: number | undefined,
  max: number | undefined,
): object {
  if (type !== 'String' && type !== 'Number') return {};
  const kind = type === 'String' ? 'Length' : 'Value';
  return {
    [`${type}AttributeConstraints`]: {
      ...(min === undefined ? {} : { [`Min${kind}`]: String(min) }),
      ...(max === undefined ? {} : { [`Max${kind}`]: String(max) }),
    },
  };
}
