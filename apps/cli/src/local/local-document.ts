import type { Local } from '@postern/local';

/** What goes with a running backend that it does not know itself. */
export interface Written {
  readonly outputsFile: string | undefined;
  readonly dataFolder: string | undefined;
  /** The certificate authority that clients over TLS have to trust. */
  readonly authorityFile: string | undefined;
}

/** What `--json` prints: all that a program needs in order to use the backend. */
export function localProgramDocument(local: Local, written: Written): object {
  const { url, graphqlEndpoint, realtimeEndpoint, cognitoEndpoint, region } = local;
  const { userPoolId, identityPoolId, clients, users, roles, apiKey } = local;
  return {
    pid: process.pid,
    ...{ url, graphqlEndpoint, realtimeEndpoint, cognitoEndpoint, region },
    ...{ userPoolId, identityPoolId, clients, users, roles, apiKey },
    outputsFile: written.outputsFile ?? null,
    dataFolder: written.dataFolder ?? null,
    certificateAuthorityFile: written.authorityFile ?? null,
  };
}
