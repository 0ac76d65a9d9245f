import type { Local } from '@postern/local';

/** What goes with a running backend that it does not know itself. */
export interface Written {
  readonly outputsFile: string | undefined;
  readonly dataFolder: string | undefined;
}

/** What `--json` prints: all that a program needs in order to use the backend. */
export function localProgramDocument(local: Local, { outputsFile, dataFolder }: Written): object {
  const { url, graphqlEndpoint, cognitoEndpoint, region, userPoolId, clients, users, roles, apiKey } = local;
  return {
    pid: process.pid,
    url,
    graphqlEndpoint,
    cognitoEndpoint,
    region,
    userPoolId,
    clients,
    users,
    roles,
    apiKey,
    outputsFile: outputsFile ?? null,
    dataFolder: dataFolder ?? null,
  };
}
