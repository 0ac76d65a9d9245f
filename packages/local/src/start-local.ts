import { staticGroups } from '@postern/schema';
import { closeBackend, makeBackend, type Backend } from './backend.ts';
import { certificatesOf } from './certificates.ts';
import { createFaults } from './faults.ts';
import { modelIntrospection } from './introspection/model-introspection.ts';
import type { Local, LocalOptions } from './local.ts';
import type { OAuth } from './oauth/oauth.ts';
import { amplifyOutputs } from './outputs.ts';
import { createRealTime } from './realtime/realtime.ts';
import { makeSeed } from './seed.ts';
import { listen } from './server.ts';
import { appClients } from './set-up-pool.ts';

export type { Local, LocalOptions } from './local.ts';

/**
 * Starts AppSync and Cognito on 127.0.0.1.
 *
 * @throws SchemaError when the schema cannot be read; TypeError for settings that cannot be; Error with code `EADDRINUSE` when
 * the port is taken.
 * @example
 * ```ts
 * const local = await startLocal({ schema, users: [{ username: 'ann', groups: ['Admin'] }] });
 * ```
 */
export async function startLocal(options: LocalOptions): Promise<Local> {
  const { local } = await startBackend(options);
  return local;
}

/** The same, with what is behind it. */
export async function startBackend(options: LocalOptions): Promise<{ local: Local; backend: Backend }> {
  let url = '';
  const backend = makeBackend(options, () => `${url}/graphql`);
  const { appsync, cognito, identityPool, now } = backend;
  const realTime = createRealTime({ appsync });
  const faults = createFaults({ given: options.faults ?? [], disconnect: () => realTime.disconnect() });
  const certificate = certificatesOf(options.dataDir);
  const oauth = lazyOAuth(backend);
  const parts = { cognito, oauth, identityPool, now, appsync, realTime, certificate, faults };
  const port = await listen(parts, options.port ?? 0).catch(async (error: unknown) => {
    realTime.close();
    await closeBackend(backend);
    throw error;
  });
  url = `http://127.0.0.1:${port.port}`;
  let closed: Promise<void> | undefined;
  const local: Local = {
    ...describe(backend, url),
    faults,
    certificateAuthority: async () => (await certificate()).authority,
    seed: makeSeed(backend),
    close() {
      faults.clear();
      return (closed ??= port.close().then(() => closeBackend(backend)));
    },
  };
  return { local, backend };
}

// Loaded by the first request that may be for it, so that the start does not wait for it.
function lazyOAuth({ cognito }: Backend): () => Promise<OAuth> {
  let made: Promise<OAuth> | undefined;
  return () => (made ??= import('./oauth/oauth.ts').then(({ createOAuth }) => createOAuth(cognito.pools)));
}

type Description = Omit<Local, 'faults' | 'certificateAuthority' | 'seed' | 'close'>;

function describe(
  { region, expanded, cognito, identityPool, users, secrets }: Backend,
  url: string,
): Description {
  const graphqlEndpoint = `${url}/graphql`;
  const cognitoEndpoint = `${url}/`;
  const userPoolId = cognito.pool.store.poolId;
  const identityPoolId = identityPool.id;
  const { public: open, confidential } = appClients(cognito);
  const groups = staticGroups(expanded);
  return {
    url,
    graphqlEndpoint,
    realtimeEndpoint: `${graphqlEndpoint.replace('http:', 'ws:')}/realtime`,
    cognitoEndpoint,
    region,
    userPoolId,
    identityPoolId,
    clients: {
      public: { clientId: open.id },
      confidential: { clientId: confidential.id, clientSecret: confidential.secret ?? '' },
    },
    users,
    roles: { functions: secrets.functions, admin: secrets.admin },
    apiKey: secrets.apiKey,
    outputs: () =>
      amplifyOutputs({
        ...{ region, userPoolId, identityPoolId, clientId: open.id, groups },
        ...{ graphqlEndpoint, cognitoEndpoint, guests: identityPool.options.guests },
        apiKey: expanded.sdl.includes('@aws_api_key') ? secrets.apiKey : undefined,
        callbackUrls: open.oauth?.callbackUrls ?? [],
        modelIntrospection: modelIntrospection(expanded),
      }),
  };
}
