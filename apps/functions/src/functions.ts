import { iamSource } from '@postern/auth';
import { createClient } from '@postern/client';
import { getBatchStatus } from './get-batch-status.ts';
import { getItemsBatch } from './get-items-batch.ts';
import { listPendingItems } from './list-pending-items.ts';
import { processBatch } from './process-batch.ts';
import type { Environment, Resolver } from './resolver.ts';
import { updateItemsBatch } from './update-items-batch.ts';

const resolvers = { listPendingItems, getItemsBatch, getBatchStatus, processBatch, updateItemsBatch };

/** A Lambda handler of one custom operation. */
export type Handler = (event: { readonly arguments: unknown }) => Promise<unknown>;

/**
 * Makes the functions of the custom operations, by the names that `@function` uses in the schema. They call the API back
 * as their own IAM role.
 */
export default function createFunctions(environment: Environment): Record<string, Handler> {
  const { region, credentials, graphqlEndpoint } = environment;
  const client = createClient({
    endpoint: graphqlEndpoint,
    headers: iamSource({ region, credentials }).headers,
  });
  const entries = Object.entries(resolvers).map(([name, resolve]): [string, Handler] => [
    name,
    // The arguments were checked against the schema before the function was called.
    (event) => (resolve as Resolver<unknown>)(event.arguments, client),
  ]);
  return Object.fromEntries(entries);
}
