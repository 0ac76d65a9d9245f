import { checkOptions } from './check-options.ts';
import { ServerClock } from './clock.ts';
import { connectCognito } from './cognito-client.ts';
import { AuthError } from './errors.ts';
import { keeperSource, type KeptSource } from './keeper-source.ts';
import { refusalMemory } from './refusal-memory.ts';
import { withSecret, type SecretText } from './secret-text.ts';
import type { SignInOptions } from './sign-in-options.ts';
import { refreshTokens, signIn } from './sign-in.ts';
import { TokenKeeper } from './token-keeper.ts';
import { memoryStore, type TokenStore } from './token-store.ts';
import { readToken, type Tokens } from './tokens.ts';

/** How to be a user of a user pool. */
export interface UserPoolOptions extends SignInOptions {
  /**
   * Asked for only when signing in is needed. Without it only a stored session can be used, unless the flow is one that
   * does without.
   */
  readonly password?: SecretText;
  /**
   * The token that is sent. Group rules work with both; custom attributes are only in the ID token.
   *
   * @defaultValue `access`
   */
  readonly tokenUse?: 'access' | 'id';
  /** @defaultValue {@link memoryStore} */
  readonly store?: TokenStore;
  /** How long before a token expires it is renewed, in milliseconds. @defaultValue `60_000` */
  readonly renewAheadMs?: number;
  /** Milliseconds since the epoch. @defaultValue `Date.now` */
  readonly now?: () => number;
}

/** A user of a user pool, with the tokens at hand. */
export interface UserPoolSource extends KeptSource {
  /** Ends the session here and at the server. @throws AuthError when the server cannot be told; it has ended here. */
  signOut(): Promise<void>;
}

/**
 * Is a user of a user pool: signs in when first needed, renews ahead of expiry and after a refusal, and does each once
 * however many callers wait for it. Nothing is sent before the first call of a method.
 *
 * @throws AuthError `not-configured` for options that make no sense.
 * @example
 * ```ts
 * const source = userPoolSource({ region, userPoolId, clientId, username, password: () => readPassword() });
 * const client = createClient({ endpoint, headers: source.headers });
 * ```
 */
export function userPoolSource(options: UserPoolOptions): UserPoolSource {
  checkOptions(options);
  const { userPoolId, clientId, username, store = memoryStore(), renewAheadMs = 60_000 } = options;
  const clock = new ServerClock(options.now);
  const cognito = connectCognito(options, clock);
  const connection = { cognito, clock };
  const tryOnce = refusalMemory(() => clock.now());
  const choose = (tokens: Tokens): string =>
    options.tokenUse === 'id' ? tokens.idToken : tokens.accessToken;
  const signInWith = (password: string): Promise<Tokens> =>
    tryOnce(password, () => signIn(options, password, connection));
  const withPassword = (ended?: AuthError): Promise<Tokens> => {
    const { password, flow, onChallenge } = options;
    if (password !== undefined) return withSecret(password, 'wrong-password', signInWith);
    if (withoutPassword.has(flow) && onChallenge) return signIn(options, undefined, connection);
    throw ended ?? new AuthError('sign-in-needed', `There is no session of ${username}. Sign in first.`);
  };
  const keeper = new TokenKeeper({
    store,
    key: { userPoolId, clientId, username },
    clock,
    renewAheadMs,
    choose,
    refresh: (last) => refreshTokens(last, connection),
    signIn: async (ended) => withPassword(ended),
  });
  return {
    ...keeperSource(keeper, choose),
    signOut: async () => {
      const { refreshToken, accessToken } = (await keeper.forget()) ?? {};
      if (refreshToken === undefined || accessToken === undefined) return;
      await cognito.revoke(readToken(accessToken).username, refreshToken);
    },
  };
}

const withoutPassword: ReadonlySet<string | undefined> = new Set(['USER_AUTH', 'CUSTOM_AUTH']);
