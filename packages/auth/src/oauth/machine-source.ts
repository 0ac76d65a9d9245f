import { ServerClock } from '../clock.ts';
import { connectCognito } from '../cognito-client.ts';
import { AuthError } from '../errors.ts';
import { keeperSource, type KeptSource } from '../keeper-source.ts';
import { withSecret, type SecretText } from '../secret-text.ts';
import { TokenKeeper } from '../token-keeper.ts';
import { memoryStore, type TokenStore } from '../token-store.ts';
import { tokensOf, type Tokens } from '../tokens.ts';
import { connectOAuth } from './oauth-client.ts';
import { userPoolServer, type OAuthServer } from './oauth-server.ts';

/** How to be an app client itself: a machine, with no user. */
export interface MachineOptions {
  readonly userPoolId: string;
  readonly clientId: string;
  readonly clientSecret: SecretText;
  /** Of a resource server, such as `items/write`. @defaultValue all that the app client may have */
  readonly scopes?: readonly string[];
  /**
   * The domain of the user pool's OAuth server, for the grant `client_credentials`; any other OAuth server by its addresses.
   *
   * @defaultValue none: `GetClientToken`, for app clients that allow `ALLOW_CLIENT_TOKEN_AUTH`
   */
  readonly server?: string | OAuthServer;
  /** For `GetClientToken`. @defaultValue the user pool's */
  readonly region?: string;
  /** For `GetClientToken`. @defaultValue AWS's own of the region */
  readonly endpoint?: string;
  /** Each token costs: processes that share a store share it. @defaultValue {@link memoryStore} */
  readonly store?: TokenStore;
  /** How long before a token expires it is renewed, in milliseconds. @defaultValue `60_000` */
  readonly renewAheadMs?: number;
  /** Milliseconds since the epoch. @defaultValue `Date.now` */
  readonly now?: () => number;
}

/**
 * Is an app client itself. Its token has no user and no groups: AppSync lets it through where a rule lets every signed-in
 * caller through, or a resolver looks at its scopes.
 *
 * @throws AuthError `not-configured` for options that make no sense.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
 */
export function machineSource(options: MachineOptions): KeptSource {
  const { userPoolId, clientId, scopes = [], store = memoryStore(), renewAheadMs = 60_000 } = options;
  const clock = new ServerClock(options.now);
  const ask = options.server === undefined ? byGetClientToken(options, clock) : byGrant(options, clock);
  const keeper = new TokenKeeper({
    store,
    // No user has a space in the name.
    key: { userPoolId, clientId, username: ['client credentials', ...scopes].join(' ') },
    clock,
    renewAheadMs,
    choose: ({ accessToken }) => accessToken,
    refresh: ask,
    signIn: ask,
  });
  return keeperSource(keeper, ({ accessToken }) => accessToken);
}

function byGrant(options: MachineOptions, clock: ServerClock): () => Promise<Tokens> {
  const { userPoolId, clientId, clientSecret, scopes = [], server: at = '' } = options;
  const server = typeof at === 'string' ? userPoolServer(at, userPoolId) : at;
  const { exchange } = connectOAuth({ server, clientId, clientSecret }, clock);
  return () =>
    exchange(async ({ oauth, server, client, authentication, options: settings }) => {
      const parameters = new URLSearchParams(scopes.length > 0 ? { scope: scopes.join(' ') } : {});
      const response = await oauth.clientCredentialsGrantRequest(
        server,
        client,
        authentication,
        parameters,
        settings,
      );
      return oauth.processClientCredentialsResponse(server, client, response);
    });
}

function byGetClientToken(options: MachineOptions, clock: ServerClock): () => Promise<Tokens> {
  const { userPoolId, clientId, clientSecret, scopes = [], endpoint } = options;
  const region = options.region ?? userPoolId.split('_')[0] ?? '';
  const address = { region, userPoolId, clientId, ...(endpoint === undefined ? {} : { endpoint }) };
  const cognito = connectCognito(address, clock);
  return () =>
    withSecret(clientSecret, 'client-secret', async (Secret) => {
      const input = { ClientId: clientId, Secret, ...(scopes.length > 0 ? { Scopes: [...scopes] } : {}) };
      const about = { flow: 'CLIENT_TOKEN_AUTH', username: clientId, secrets: [Secret] };
      const { ClientAuthenticationResult: result } = await cognito.call('GetClientToken', input, about);
      if (result?.AccessToken === undefined) throw new AuthError('service', 'Cognito sent no token.');
      const tokens = tokensOf(result.AccessToken, result.AccessToken, undefined);
      clock.observeIssue(tokens.issuedAt);
      return { ...tokens, skewMs: clock.skewMs };
    });
}
