import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError } from '@postern/config';
import { loadProjectFiles } from '@postern/config/node';
import { startLocal, type FunctionEnvironment, type FunctionsFactory, type Local } from '@postern/local';
import type { ConnectOptions } from './connect.ts';

const workspace = resolve(import.meta.dirname, '../../..');
const serviceAccount = { username: 'batch-service', groups: ['BatchProcessor'] };

/** A local backend, and how its service account connects to it. */
export interface Backend {
  readonly local: Local;
  readonly account: ConnectOptions;
}

/**
 * Starts AppSync and Cognito in this process, with the schema and functions that `postern.config.json` names.
 *
 * @param dataDir - Keeps everything there; undefined keeps it in memory.
 * @throws ConfigError when the file or a key is missing.
 */
export async function startBackend(dataDir: string | undefined): Promise<Backend> {
  const files = await loadProjectFiles(workspace);
  const project = files.find(({ name }) => name === 'postern.config.json')?.content;
  const functionsFile = pathIn(project, 'functions');
  const local = await startLocal({
    schema: await readFile(pathIn(project, 'schema'), 'utf8'),
    functions: (environment) => loadFunctions(functionsFile, environment),
    users: [serviceAccount],
    ...(dataDir === undefined ? {} : { dataDir }),
  });
  const { region, userPoolId, cognitoEndpoint, graphqlEndpoint, clients, users } = local;
  const { username } = serviceAccount;
  const account = {
    region,
    userPoolId,
    clientId: clients.public.clientId,
    username,
    password: () => users.find((user) => user.username === username)?.password ?? '',
    endpoint: cognitoEndpoint,
    graphqlEndpoint,
  };
  return { local, account };
}

function pathIn(project: unknown, key: 'schema' | 'functions'): string {
  const value = (project as Readonly<Record<string, unknown>> | undefined)?.[key];
  if (typeof value === 'string') return join(workspace, value);
  throw new ConfigError('missing', `postern.config.json in ${workspace} names no "${key}": add its path.`);
}

// Another app's code: found by its configured path and loaded when first called, as Lambda would.
async function loadFunctions(
  file: string,
  environment: FunctionEnvironment,
): Promise<Awaited<ReturnType<FunctionsFactory>>> {
  const module = (await import(pathToFileURL(file).href)) as { readonly default: FunctionsFactory };
  return module.default(environment);
}
