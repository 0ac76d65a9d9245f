import { isIP } from 'node:net';
import {
  GraphQLError,
  GraphQLScalarType,
  Kind,
  valueFromASTUntyped,
  type GraphQLSchema,
  type ValueNode,
} from 'graphql';

type Parse = (value: unknown) => unknown;

const offset = String.raw`(Z|[+-]\d\d:\d\d(:\d\d)?)`;
const date = String.raw`-?\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])`;
const time = String.raw`([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?`;

// What AppSync accepts for its scalars.
// Source: https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html
const parsers: Readonly<Record<string, Parse>> = {
  AWSDate: pattern(new RegExp(`^${date}${offset}?$`)),
  AWSTime: pattern(new RegExp(`^${time}${offset}?$`)),
  AWSDateTime: pattern(new RegExp(`^${date}T${time}${offset}$`)),
  AWSTimestamp: check((value) => Number.isInteger(value)),
  AWSEmail: pattern(/^[^@\s]+@[^@\s]+\.[^@\s]+$/),
  AWSURL: check((value) => typeof value === 'string' && URL.canParse(value)),
  AWSPhone: pattern(/^\+?[\d\s().-]{4,20}$/),
  AWSIPAddress: check((value) => typeof value === 'string' && isIP(value.split('/')[0] ?? '') !== 0),
  AWSJSON: parseJson,
};

/** Gives a schema's AWS scalars the checks and conversions that AppSync makes. */
export function equipScalars(schema: GraphQLSchema): void {
  for (const [name, parse] of Object.entries(parsers)) {
    const type = schema.getType(name);
    if (!(type instanceof GraphQLScalarType)) continue;
    type.parseValue = (value) => parseOrFail(name, parse, value);
    type.parseLiteral = (node: ValueNode) => parseOrFail(name, parse, literal(node));
    if (name === 'AWSJSON') type.serialize = writeJson;
  }
}

function literal(node: ValueNode): unknown {
  return node.kind === Kind.VARIABLE ? undefined : valueFromASTUntyped(node);
}

const refused = Symbol('refused');

function parseOrFail(name: string, parse: Parse, value: unknown): unknown {
  const parsed = parse(value);
  if (parsed === refused)
    throw new GraphQLError(`Can't serialize value: Unable to serialize as a valid ${name}.`);
  return parsed;
}

function check(accepts: (value: unknown) => boolean): Parse {
  return (value) => (accepts(value) ? value : refused);
}

function pattern(expression: RegExp): Parse {
  return check((value) => typeof value === 'string' && expression.test(value));
}

// Resolvers and tables get the parsed value, not the text.
function parseJson(value: unknown): unknown {
  if (typeof value !== 'string') return refused;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return refused;
  }
}

// A resolver may hand over a value or its JSON text.
function writeJson(value: unknown): string {
  return typeof value === 'string' && parseJson(value) !== refused ? value : JSON.stringify(value);
}
