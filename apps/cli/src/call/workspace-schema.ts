import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { GraphQLSchema } from 'graphql';

/** The schema that the operations were generated from; it says what types their variables have. */
export async function workspaceSchema(): Promise<GraphQLSchema> {
  const file = fileURLToPath(import.meta.resolve('@postern/graphql/schema.graphql'));
  const [{ expand }, body] = await Promise.all([import('@postern/schema'), readFile(file, 'utf8')]);
  return expand([{ name: file, body }], { iamAccess: true }).schema;
}
