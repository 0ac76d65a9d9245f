import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { startLocal, type Local } from '@postern/local';
import { afterAll } from 'vitest';

const schema = readFileSync(resolve(import.meta.dirname, '../../../../graphql/schema.graphql'), 'utf8');

/** A local backend with the service account, for all tests of a file. */
export async function startBackend(): Promise<Local> {
  const local = await startLocal({
    schema,
    users: [{ username: 'batch-service', groups: ['BatchProcessor'] }],
  });
  afterAll(() => local.close());
  return local;
}
