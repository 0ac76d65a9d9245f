import { expand, type ExpandOptions } from '@postern/schema';
import { printSchema } from 'graphql';

/**
 * The SDL that graphql-codegen validates operations against: what AppSync makes of a schema in Amplify's dialect.
 *
 * @param source - The SDL as it is deployed, with `@model` and `@auth`.
 * @throws SchemaError when it cannot be read.
 */
export function executableSchema(source: string, options: ExpandOptions = {}): string {
  return printSchema(expand(source, options).schema);
}
