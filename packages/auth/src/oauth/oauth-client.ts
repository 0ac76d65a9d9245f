import type * as oauth4webapi from 'oauth4webapi';
import type { AuthorizationServer, Client, ClientAuth, TokenEndpointResponse } from 'oauth4webapi';
import type { ServerClock } from '../clock.ts';
import { AuthError } from '../errors.ts';
import { withSecret, type SecretText } from '../secret-text.ts';
import { tokensOf, type Tokens } from '../tokens.ts';
import { fromOAuth } from './oauth-error.ts';
import { metadataOf, type OAuthServer } from './oauth-server.ts';

type OAuth = typeof oauth4webapi;

/** What a request to the token endpoint is made with. */
export interface Exchange {
  readonly oauth: OAuth;
  readonly server: AuthorizationServer;
  readonly client: Client;
  readonly authentication: ClientAuth;
  /** For plain http, which only a server on this machine has. */
  readonly options: { readonly [name: symbol]: unknown };
}

/** An app client that talks with an OAuth server. */
export interface OAuthClient {
  /** Does one exchange at the token endpoint. @throws AuthError */
  exchange(work: (exchange: Exchange) => Promise<TokenEndpointResponse>): Promise<Tokens>;
  /** Ends a session. @throws AuthError */
  revoke(refreshToken: string): Promise<void>;
  /** Loads the library. */
  load(): Promise<{ oauth: OAuth; server: AuthorizationServer; client: Client }>;
}

/** Speaks OAuth 2.0 through a library that is loaded when it is needed. */
export function connectOAuth(
  {
    server: address,
    clientId,
    clientSecret,
  }: { server: OAuthServer; clientId: string; clientSecret?: SecretText },
  clock: ServerClock,
): OAuthClient {
  const server = metadataOf(address);
  const client: Client = { client_id: clientId };
  const load = async () => ({ oauth: await import('oauth4webapi'), server, client });
  const run = async <Result>(
    work: (exchange: Exchange) => Promise<Result>,
    secret?: string,
  ): Promise<Result> => {
    const { oauth } = await load();
    const options = {
      [oauth.customFetch]: observing(clock),
      [oauth.allowInsecureRequests]: isLoopback(address.tokenEndpoint),
    };
    const authentication = secret === undefined ? oauth.None() : oauth.ClientSecretBasic(secret);
    const skewed = {
      ...client,
      [oauth.clockSkew]: Math.round(clock.skewMs / 1000),
      [oauth.clockTolerance]: 60,
    };
    try {
      return await work({ oauth, server, client: skewed, authentication, options });
    } catch (error) {
      throw fromOAuth(error, clientId, address.tokenEndpoint);
    }
  };
  const authenticated = <Result>(work: (exchange: Exchange) => Promise<Result>): Promise<Result> =>
    clientSecret === undefined
      ? run(work)
      : withSecret(clientSecret, 'client-secret', (secret) => run(work, secret));
  return {
    load,
    exchange: async (work) => tokensIn(await authenticated(work), clock),
    revoke: (token) =>
      authenticated(async ({ oauth, authentication, options }) => {
        await oauth.processRevocationResponse(
          await oauth.revocationRequest(server, client, authentication, token, options),
        );
      }),
  };
}

function observing(clock: ServerClock): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, { ...init, signal: AbortSignal.timeout(20_000) });
    clock.observe(response.headers.get('date') ?? undefined);
    return response;
  };
}

function isLoopback(endpoint: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(endpoint).hostname);
}

function tokensIn(answer: TokenEndpointResponse, clock: ServerClock): Tokens {
  const { access_token: access, id_token: id = access, refresh_token: refresh } = answer;
  if (access.split('.').length !== 3) {
    throw new AuthError(
      'service',
      'The OAuth server gave a token that is no JSON web token; AppSync takes no other.',
    );
  }
  const tokens = tokensOf(access, id, refresh);
  clock.observeIssue(tokens.issuedAt);
  return { ...tokens, skewMs: clock.skewMs };
}
