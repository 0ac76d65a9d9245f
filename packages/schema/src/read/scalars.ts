/** The scalars that AppSync adds to GraphQL's own, each with the scalar whose filters Amplify gives it. */
export const awsScalars: ReadonlyMap<string, string> = new Map([
  ['AWSDate', 'String'],
  ['AWSTime', 'String'],
  ['AWSDateTime', 'String'],
  ['AWSTimestamp', 'Int'],
  ['AWSEmail', 'String'],
  ['AWSJSON', 'String'],
  ['AWSURL', 'String'],
  ['AWSPhone', 'String'],
  ['AWSIPAddress', 'String'],
]);

export const standardScalars: readonly string[] = ['String', 'Int', 'Float', 'Boolean', 'ID'];

// The transformer knows two more, for SQL; AppSync does not.
const plainScalars: ReadonlyMap<string, string> = new Map([
  ...standardScalars.map((name) => [name, name] as const),
  ['BigInt', 'Int'],
  ['Double', 'Float'],
  ...awsScalars,
]);

/** The scalars that need no declaration and, beside a model, must have none. */
export const extraScalars: ReadonlySet<string> = new Set([...awsScalars.keys(), 'BigInt', 'Double']);

/** The names of all scalars of GraphQL, AppSync and the transformer. */
export const scalarNames: readonly string[] = [...plainScalars.keys()];

/** Whether a name is a scalar of GraphQL, AppSync or the transformer. */
export function isScalarName(name: string): boolean {
  return plainScalars.has(name);
}

/** The GraphQL scalar that stands for a scalar in names of filters; any other name stands for itself. */
export function plainScalar(name: string): string {
  return plainScalars.get(name) ?? name;
}
