// A local backend as a process of its own: `node serve.ts <data folder>`; prints what a test needs, stops at SIGTERM.
import { setTimeout as wait } from 'node:timers/promises';
import { workspaceSchema } from '../appsync/test-support/test-api.ts';
import { startLocal } from '../start-local.ts';

const [dataDir = ''] = process.argv.slice(2);
const local = await startLocal({
  schema: workspaceSchema,
  dataDir,
  users: [{ username: 'batch', groups: ['BatchProcessor'] }],
  functions: () => ({ listPendingItems: () => wait(300, []) }),
});
process.once('SIGTERM', () => void local.close());
const { graphqlEndpoint, cognitoEndpoint, users, clients } = local;
process.stdout.write(`${JSON.stringify({ graphqlEndpoint, cognitoEndpoint, users, clients })}\n`);
