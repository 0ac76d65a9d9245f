import { isIP } from 'node:net';
import {
  GraphQLError,
  GraphQLScalarType,
  Kind,
  valueFromASTUntyped,
  type GraphQLSchema,
  type ValueNode,
} from 'graphql';

type Accepts = (value: unknown) => boolean;

const offset = String.raw`(Z|[+-]\d\d:\d\d(:\d\d)?)`;
const date = String.raw`(-?\d{4,9})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])`;
const time = String.raw`([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?`;

// What AppSync accepts for its scalars.
// Source: https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html
const scalars: Readonly<Record<string, Accepts>> = {
  AWSDate: both(text(new RegExp(`^${date}${offset}?$`)), isDay),
  AWSTime: text(new RegExp(`^${time}${offset}?$`)),
  AWSDateTime: both(text(new RegExp(`^${date}T${time}${offset}$`)), isDay),
  AWSTimestamp: (value) => Number.isInteger(value),
  AWSEmail: text(/^[^@\s]+@[^@\s]+\.[^@\s]+$/),
  AWSURL: (value) => typeof value === 'string' && URL.canParse(value),
  AWSPhone: text(/^\+?[\d\s().-]{4,20}$/),
  AWSIPAddress: (value) => typeof value === 'string' && isIP(value.split('/')[0] ?? '') !== 0,
};

/** Gives a schema's AWS scalars the checks and conversions that AppSync makes. */
export function equipScalars(schema: GraphQLSchema): void {
  for (const [name, accepts] of Object.entries(scalars)) {
    equip(
      schema,
      name,
      (value) => {
        if (!accepts(value)) throw new GraphQLError(`Not a valid ${name}.`);
        return value;
      },
      (value) => {
        if (!accepts(value)) throw unserializable(value, `${name.slice('AWS'.length)} Object`);
        return value;
      },
    );
  }
  equip(schema, 'AWSJSON', parseJson, writeJson);
}

function equip(
  schema: GraphQLSchema,
  name: string,
  parse: (value: unknown) => unknown,
  serialize: (value: unknown) => unknown,
): void {
  const type = schema.getType(name);
  if (!(type instanceof GraphQLScalarType)) return;
  type.parseValue = parse;
  type.parseLiteral = (node: ValueNode) =>
    parse(node.kind === Kind.VARIABLE ? undefined : valueFromASTUntyped(node));
  type.serialize = serialize;
}

function text(expression: RegExp): Accepts {
  return (value) => typeof value === 'string' && expression.test(value);
}

function both(first: Accepts, second: Accepts): Accepts {
  return (value) => first(value) && second(value);
}

const leadingDate = new RegExp(`^${date}`);

// The pattern lets the 31st through in every month.
function isDay(value: unknown): boolean {
  const [, year, month, day] = leadingDate.exec(String(value)) ?? [];
  return Number(day) <= new Date(Date.UTC(2000 + (Number(year) % 400), Number(month), 0)).getUTCDate();
}

// Resolvers and tables get the parsed value, not the text.
function parseJson(value: unknown): unknown {
  try {
    if (typeof value === 'string') return JSON.parse(value) as unknown;
  } catch {
    // Refused below like what is no text at all.
  }
  throw new GraphQLError(`Unable to parse ${javaText(value)} as valid JSON.`);
}

// AppSync shows a value as Java prints it.
function javaText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(javaText).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `{${Object.entries(value)
    .map(([key, entry]) => `${key}=${javaText(entry)}`)
    .join(', ')}}`;
}

// A resolver may hand over a value or its JSON text.
function writeJson(value: unknown): string {
  return typeof value === 'string' && isJson(value) ? value : JSON.stringify(value);
}

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

function unserializable(value: unknown, what: string): GraphQLError {
  return new GraphQLError(`Unable to serialize \`${String(value)}\` as a valid ${what}.`);
}
