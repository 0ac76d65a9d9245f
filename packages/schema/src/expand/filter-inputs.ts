import { awsScalars, isScalarName, standardScalars } from '../read/dialect.ts';
import { namedType, type Output, type OutputField } from './output.ts';

type Pairs = (readonly [string, string])[];

// Which comparisons Amplify generates for which scalar.
const comparisons = ['ne', 'eq', 'le', 'lt', 'ge', 'gt'];
const text = [...comparisons, 'contains', 'notContains', 'between', 'beginsWith'];
const operators: Record<string, readonly string[]> = {
  String: text,
  ID: text,
  Int: [...comparisons, 'between'],
  Float: [...comparisons, 'between'],
  Boolean: ['ne', 'eq'],
};
const attributeTypes = [
  'binary',
  'binarySet',
  'bool',
  'list',
  'map',
  'number',
  'numberSet',
  'string',
  'stringSet',
  '_null',
];
const lists: ReadonlySet<string> = new Set(['between', 'in', 'notIn']);

/** Adds the inputs that every filter is made of: `ModelStringInput` and its kin. */
export function addScalarFilters(output: Output): void {
  for (const scalar of standardScalars) {
    output.addFields('input', `Model${scalar}Input`, [
      ...scalarPairs(scalar, operators[scalar]),
      ...functionPairs(scalar),
    ]);
    const live = scalar === 'Boolean' ? ['ne', 'eq'] : [...(operators[scalar] ?? []), 'in', 'notIn'];
    output.addFields('input', `ModelSubscription${scalar}Input`, scalarPairs(scalar, live));
  }
  output.addEnum('ModelAttributeTypes', attributeTypes);
  output.addFields('input', 'ModelSizeInput', scalarPairs('Int', operators.Int));
  output.addEnum('ModelSortDirection', ['ASC', 'DESC']);
}

function scalarPairs(scalar: string, names: readonly string[] = []): Pairs {
  return names.map((name) => [name, lists.has(name) ? `[${scalar}]` : scalar]);
}

function functionPairs(scalar: string): Pairs {
  const size: Pairs = scalar === 'String' || scalar === 'ID' ? [['size', 'ModelSizeInput']] : [];
  return [['attributeExists', 'Boolean'], ['attributeType', 'ModelAttributeTypes'], ...size];
}

/** The fields of a model's filter or condition input, without the logical operators. */
export function filterPairs(fields: readonly OutputField[], output: Output): Pairs {
  return fields.flatMap((field): Pairs => {
    const name = namedType(field.type);
    const list = field.type.startsWith('[') ? 'List' : '';
    if (output.types.get(name)?.kind === 'enum') return [[field.name, `Model${name}${list}Input`]];
    return isScalarName(name) ? [[field.name, `Model${filterScalar(name)}Input`]] : [];
  });
}

/** The fields of a model's subscription filter, without the logical operators. */
export function subscriptionFilterPairs(fields: readonly OutputField[], output: Output): Pairs {
  return fields.flatMap((field): Pairs => {
    const name = namedType(field.type);
    if (output.types.get(name)?.kind === 'enum') return [[field.name, 'ModelSubscriptionStringInput']];
    return isScalarName(name) ? [[field.name, `ModelSubscription${filterScalar(name)}Input`]] : [];
  });
}

/** Adds `Model<Enum>Input` for the enums among the fields. */
export function addEnumFilters(fields: readonly OutputField[], output: Output): void {
  for (const field of fields) {
    const name = namedType(field.type);
    if (output.types.get(name)?.kind !== 'enum') continue;
    if (field.type.startsWith('[')) {
      const contains: Pairs = [
        ['contains', name],
        ['notContains', name],
      ];
      output.addFields('input', `Model${name}ListInput`, [
        ['eq', `[${name}]`],
        ['ne', `[${name}]`],
        ...contains,
      ]);
    } else {
      output.addFields('input', `Model${name}Input`, [
        ['eq', name],
        ['ne', name],
      ]);
    }
  }
}

/** The scalar whose filter serves another scalar: `String` for `AWSDateTime`. */
export function filterScalar(name: string): string {
  return awsScalars.get(name) ?? name;
}

/** The operators that join a filter's conditions. */
export function logicalPairs(input: string): Pairs {
  return [
    ['and', `[${input}]`],
    ['or', `[${input}]`],
    ['not', input],
  ];
}
