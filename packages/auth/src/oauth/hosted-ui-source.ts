import { ServerClock } from '../clock.ts';
import { AuthError } from '../errors.ts';
import { keeperSource, type KeptSource } from '../keeper-source.ts';
import type { SecretText } from '../secret-text.ts';
import { TokenKeeper } from '../token-keeper.ts';
import { memoryStore, type TokenStore } from '../token-store.ts';
import type { Tokens } from '../tokens.ts';
import { listenFor } from './loopback.ts';
import { connectOAuth, type OAuthClient } from './oauth-client.ts';
import { fromOAuth } from './oauth-error.ts';
import { userPoolServer, type OAuthServer } from './oauth-server.ts';

/** How to be a user who signs in in a browser. */
export interface HostedUiOptions {
  /** The domain of the user pool's hosted pages, or any other OpenID Connect server by its addresses. */
  readonly server: string | OAuthServer;
  readonly userPoolId: string;
  readonly clientId: string;
  /** Where the app client has a secret. */
  readonly clientSecret?: SecretText;
  /**
   * Where the browser comes back to, exactly as the app client has it, on this machine.
   *
   * @defaultValue `http://localhost:8400/callback`
   */
  readonly redirectUri?: string;
  /** Opens the address in a browser, or shows it. */
  readonly open: (url: string) => void | Promise<void>;
  /** @defaultValue `['openid']` */
  readonly scopes?: readonly string[];
  /** Further parameters of the sign-in page, such as `{ identity_provider: 'Google' }`. @defaultValue none */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Tells apart those who share a store on this machine. @defaultValue one */
  readonly account?: string;
  /** @defaultValue `access` */
  readonly tokenUse?: 'access' | 'id';
  /** @defaultValue {@link memoryStore} */
  readonly store?: TokenStore;
  /** How long to wait for the browser, in milliseconds. @defaultValue `300_000` */
  readonly timeoutMs?: number;
  /** How long before a token expires it is renewed, in milliseconds. @defaultValue `60_000` */
  readonly renewAheadMs?: number;
  /** Milliseconds since the epoch. @defaultValue `Date.now` */
  readonly now?: () => number;
}

/** A user who signed in in a browser. */
export interface HostedUiSource extends KeptSource {
  /**
   * Ends the session here, and at the server where it has a revocation endpoint; the browser's own session with the pages goes on.
   *
   * @throws AuthError when the server cannot be told; it has ended here.
   */
  signOut(): Promise<void>;
}

/**
 * Is a user who signs in on the user pool's own pages: authorization code with PKCE and a redirect to this machine, as RFC 8252
 * has it for native apps. The password stays in the browser, and whatever factors or providers the pool asks for work.
 *
 * @throws AuthError `not-configured` for options that make no sense.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/using-pkce-in-authorization-code.html
 */
export function hostedUiSource(options: HostedUiOptions): HostedUiSource {
  const { userPoolId, clientId, clientSecret, store = memoryStore(), renewAheadMs = 60_000 } = options;
  const { server: at, account = 'one', tokenUse } = options;
  const clock = new ServerClock(options.now);
  const server = typeof at === 'string' ? userPoolServer(at, userPoolId) : at;
  const secret = clientSecret === undefined ? {} : { clientSecret };
  const client = connectOAuth({ server, clientId, ...secret }, clock);
  const choose = ({ idToken, accessToken }: Tokens): string => (tokenUse === 'id' ? idToken : accessToken);
  const keeper = new TokenKeeper({
    store,
    // No user has a space in the name.
    key: { userPoolId, clientId, username: `hosted ui ${account}` },
    clock,
    renewAheadMs,
    choose,
    refresh: (last) => renew(client, last),
    signIn: () => signInByBrowser(options, server, client),
  });
  return {
    ...keeperSource(keeper, choose),
    signOut: async () => {
      const { refreshToken } = (await keeper.forget()) ?? {};
      if (refreshToken !== undefined && server.revocationEndpoint !== undefined)
        await client.revoke(refreshToken);
    },
  };
}

async function renew({ exchange }: OAuthClient, { refreshToken = '' }: Tokens): Promise<Tokens> {
  const tokens = await exchange(async ({ oauth, server, client, authentication, options }) => {
    const asked = await oauth.refreshTokenGrantRequest(server, client, authentication, refreshToken, options);
    return oauth.processRefreshTokenResponse(server, client, asked);
  });
  // The old one goes on unless the app client rotates them.
  return { refreshToken, ...tokens };
}

const defaultRedirect = 'http://localhost:8400/callback';

async function signInByBrowser(
  options: HostedUiOptions,
  address: OAuthServer,
  { load, exchange }: OAuthClient,
): Promise<Tokens> {
  const { redirectUri = defaultRedirect, clientId, scopes = ['openid'], timeoutMs = 300_000 } = options;
  const { oauth, server, client } = await load();
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const nonce = oauth.generateRandomNonce();
  const loopback = await listenFor(
    redirectUri,
    ({ searchParams }) => searchParams.get('state') === state,
    timeoutMs,
  );
  try {
    const url = new URL(address.authorizationEndpoint);
    const parameters = {
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      scope: scopes.join(' '),
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
      ...options.parameters,
    };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    await options.open(url.href);
    const came = await loopback.answer;
    const answer = validated(
      () => oauth.validateAuthResponse(server, client, came, state),
      clientId,
      address,
    );
    return await exchange(async ({ authentication, options: settings, client: skewed }) => {
      const asked = await oauth.authorizationCodeGrantRequest(
        server,
        skewed,
        authentication,
        answer,
        redirectUri,
        verifier,
        settings,
      );
      return oauth.processAuthorizationCodeResponse(
        server,
        skewed,
        asked,
        scopes.includes('openid') ? { expectedNonce: nonce } : {},
      );
    });
  } finally {
    loopback.close();
  }
}

function validated<Result>(
  work: () => Result,
  clientId: string,
  { authorizationEndpoint }: OAuthServer,
): Result {
  try {
    return work();
  } catch (error) {
    const known = fromOAuth(error, clientId, authorizationEndpoint);
    if (known instanceof AuthError) throw known;
    throw error;
  }
}
