import type { PluginFunction } from '@graphql-codegen/plugin-helpers';
import { lexicographicSortSchema, printSchema } from 'graphql';

/** Writes the schema that operations are validated against, sorted, for editors and for people. */
export const plugin: PluginFunction = (schema) => `${printSchema(lexicographicSortSchema(schema))}\n`;
