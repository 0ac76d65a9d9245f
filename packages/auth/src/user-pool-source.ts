import { ServerClock } from './clock.ts';
import type { CredentialSource } from './credential-source.ts';
import { AuthError } from './errors.ts';
import { refreshTokens, revokeRefreshToken, signIn, type SignInOptions } from './sign-in.ts';
import { memoryStore, type TokenKey, type TokenStore } from './token-store.ts';
import { readToken, type Tokens } from './tokens.ts';

/** How to be a user of a user pool. */
export interface UserPoolOptions extends SignInOptions {
  /** Asked for only when signing in is needed. Without it only a stored session can be used. */
  readonly password?: string | (() => string | Promise<string>);
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
export interface UserPoolSource extends CredentialSource {
  /** Valid tokens, from memory, the store, a refresh or a sign-in. @throws AuthError */
  tokens(): Promise<Tokens>;
  /** Signs in although there is a session. @throws AuthError */
  signIn(): Promise<Tokens>;
  /** Ends the session here and at the server. @throws AuthError when the server cannot be told; it has ended here. */
  signOut(): Promise<void>;
}

/**
 * Is a user of a user pool: signs in when first needed, renews ahead of expiry and after a refusal, and does each once
 * however many callers wait for it.
 *
 * @example
 * ```ts
 * const source = userPoolSource({ region, userPoolId, clientId, username, password: () => readPassword() });
 * const client = createClient({ endpoint, headers: source.headers });
 * ```
 */
export function userPoolSource(options: UserPoolOptions): UserPoolSource {
  const { userPoolId, clientId, username } = options;
  const key: TokenKey = { userPoolId, clientId, username };
  const store = options.store ?? memoryStore();
  const clock = new ServerClock(options.now);
  const renewAheadMs = options.renewAheadMs ?? 60_000;
  const choose = (tokens: Tokens): string =>
    options.tokenUse === 'id' ? tokens.idToken : tokens.accessToken;
  let current: Tokens | undefined;
  let inFlight: Promise<Tokens> | undefined;

  const usable = (tokens: Tokens | undefined, refused: string | undefined): Tokens | undefined =>
    tokens && choose(tokens) !== refused && tokens.expiresAt - renewAheadMs > clock.now()
      ? tokens
      : undefined;

  // One renewal at a time: a slow old reply cannot replace a newer token, and callers share what is under way.
  const renew = (work: () => Promise<Tokens>): Promise<Tokens> => {
    inFlight ??= store
      .exclusively(key, work)
      .then((tokens) => (current = tokens))
      .finally(() => (inFlight = undefined));
    return inFlight;
  };

  const signInNow = async (): Promise<Tokens> => {
    const tokens = await signIn(options, await passwordOf(options), clock);
    await store.write(key, tokens);
    return tokens;
  };

  const obtain = async (refused: string | undefined): Promise<Tokens> => {
    // Somebody else may have renewed while this one waited for the lock.
    const stored = await store.read(key);
    const found = usable(stored, refused);
    if (found) return found;
    const last = stored ?? current;
    if (last?.refreshToken === undefined) return signInNow();
    try {
      const tokens = await refreshTokens(
        options,
        last.refreshToken,
        readToken(last.accessToken).username,
        clock,
      );
      await store.write(key, tokens);
      return tokens;
    } catch (error) {
      if (!(error instanceof AuthError) || error.code !== 'sign-in-needed') throw error;
      await store.remove(key);
      return signInNow();
    }
  };

  const get = async (refused?: string): Promise<Tokens> => {
    return usable(current, refused) ?? renew(() => obtain(refused));
  };

  return {
    headers: async ({ rejected }) => ({ authorization: choose(await get(rejected?.authorization)) }),
    identity: async () => readToken(choose(await get())),
    tokens: () => get(),
    signIn: () => renew(signInNow),
    signOut: async () => {
      const tokens = current ?? (await store.read(key));
      current = undefined;
      await store.remove(key);
      if (tokens?.refreshToken !== undefined) await revokeRefreshToken(options, tokens.refreshToken, clock);
    },
  };
}

async function passwordOf({ password, username }: UserPoolOptions): Promise<string> {
  if (password === undefined) {
    throw new AuthError('sign-in-needed', `There is no session of ${username}. Sign in first.`);
  }
  return typeof password === 'string' ? password : password();
}
