import type { ServerClock } from './clock.ts';
import { AuthError } from './errors.ts';
import type { TokenKey, TokenStore } from './token-store.ts';
import type { Tokens } from './tokens.ts';

/** What a keeper keeps tokens with, and how it gets others. */
export interface KeeperParts {
  readonly store: TokenStore;
  readonly key: TokenKey;
  readonly clock: ServerClock;
  readonly renewAheadMs: number;
  /** The one of the tokens that is sent to the API, and that it may refuse. */
  readonly choose: (tokens: Tokens) => string;
  readonly refresh: (tokens: Tokens) => Promise<Tokens>;
  /** @param ended - Why the session that there was cannot go on. */
  readonly signIn: (ended?: AuthError) => Promise<Tokens>;
}

// A token that is refused this soon after it replaced a refused one is not the reason; another would be refused as well.
const replacementRestMs = 10_000;
// After a renewal ahead of expiry has failed, the token that still lasts is used this long before the next try.
const renewalRestMs = 5_000;

/**
 * Has valid tokens for any number of callers: renews ahead of expiry and after a refusal, once for all who wait, and never
 * puts an older token in the place of a newer one.
 */
export class TokenKeeper {
  readonly #parts: KeeperParts;
  #current: Tokens | undefined;
  #inFlight: Promise<Tokens> | undefined;
  #refused: string | undefined;
  #replacement: { readonly token: string; readonly at: number } | undefined;
  #nextRenewalAt = 0;
  #signOuts = 0;

  constructor(parts: KeeperParts) {
    this.#parts = parts;
  }

  /**
   * Valid tokens.
   *
   * @param refused - The token that the API has just refused.
   * @throws AuthError
   */
  async get(refused?: string): Promise<Tokens> {
    if (refused !== undefined) this.#note(refused);
    const current = this.#current;
    if (current && this.#isFresh(current)) return current;
    const lasting = current && this.#lasts(current) ? current : undefined;
    if (lasting && this.#nextRenewalAt > this.#parts.clock.now()) return lasting;
    try {
      const tokens = await this.#renew(() => this.#obtain());
      // What was under way may have begun before the refusal was known.
      return this.#isRefused(tokens) ? await this.#renew(() => this.#obtain()) : tokens;
    } catch (error) {
      if (!lasting || !(error instanceof AuthError)) throw error;
      this.#nextRenewalAt = this.#parts.clock.now() + renewalRestMs;
      return lasting;
    }
  }

  /** Signs in although there is a session. @throws AuthError */
  async signIn(): Promise<Tokens> {
    await this.#settled();
    const { store, key, signIn } = this.#parts;
    return this.#renew(() => store.exclusively(key, async () => this.#keep(await signIn())));
  }

  /** Forgets the session. @returns The tokens that there were. */
  async forget(): Promise<Tokens | undefined> {
    this.#signOuts += 1;
    await this.#settled();
    const { store, key } = this.#parts;
    return store.exclusively(key, async () => {
      const last = (await store.read(key)) ?? this.#current;
      this.#current = undefined;
      await store.remove(key);
      return last;
    });
  }

  async #settled(): Promise<void> {
    await this.#inFlight?.catch(() => undefined);
  }

  #renew(work: () => Promise<Tokens>): Promise<Tokens> {
    const signOuts = this.#signOuts;
    this.#inFlight ??= work()
      .then((tokens) => {
        if (signOuts === this.#signOuts) this.#accept(tokens);
        return tokens;
      })
      .finally(() => (this.#inFlight = undefined));
    return this.#inFlight;
  }

  #accept(tokens: Tokens): void {
    if (this.#refused !== undefined && !this.#isRefused(tokens)) {
      this.#replacement = { token: this.#parts.choose(tokens), at: this.#parts.clock.now() };
      this.#refused = undefined;
    }
    this.#current = tokens;
  }

  // Tokens of the store, else of a refresh, else of a sign-in.
  async #obtain(): Promise<Tokens> {
    const { store, key } = this.#parts;
    const kept = await this.#read();
    if (kept && this.#isFresh(kept)) return kept;
    return store.exclusively(key, async () => {
      // Somebody else may have renewed while this one waited for its turn.
      const stored = await this.#read();
      if (stored && this.#isFresh(stored)) return stored;
      return this.#keep(await this.#replace(newer(stored, this.#current)));
    });
  }

  async #read(): Promise<Tokens | undefined> {
    const { store, key, clock } = this.#parts;
    const tokens = await store.read(key);
    if (tokens?.skewMs !== undefined) clock.assume(tokens.skewMs);
    return tokens;
  }

  async #replace(last: Tokens | undefined): Promise<Tokens> {
    const { store, key, refresh, signIn } = this.#parts;
    if (last?.refreshToken === undefined) return signIn();
    try {
      return await refresh(last);
    } catch (error) {
      if (!(error instanceof AuthError) || !endsSession.has(error.code)) throw error;
      await store.remove(key);
      return signIn(error);
    }
  }

  // A process that was held up, and lost the lock meanwhile, comes back with older tokens than there are.
  async #keep(tokens: Tokens): Promise<Tokens> {
    const { store, key } = this.#parts;
    const stored = await store.read(key);
    if (stored && stored.issuedAt > tokens.issuedAt && this.#isFresh(stored)) return stored;
    // If they cannot be written, they are not lost: the refresh token that they replace may not work again.
    this.#current = tokens;
    await store.write(key, tokens);
    return tokens;
  }

  #note(refused: string): void {
    const { choose, clock } = this.#parts;
    const last = this.#replacement;
    if (last?.token === refused && last.at + replacementRestMs > clock.now()) return;
    if (!this.#current || choose(this.#current) === refused) this.#refused = refused;
  }

  #isRefused(tokens: Tokens): boolean {
    return this.#refused !== undefined && this.#parts.choose(tokens) === this.#refused;
  }

  #isFresh(tokens: Tokens): boolean {
    // Half of its life at most, or a token with a short life would always be renewed.
    const aheadMs = Math.min(this.#parts.renewAheadMs, (tokens.expiresAt - tokens.issuedAt) / 2);
    return tokens.expiresAt - aheadMs > this.#parts.clock.now() && !this.#isRefused(tokens);
  }

  #lasts(tokens: Tokens): boolean {
    return tokens.expiresAt > this.#parts.clock.now() && !this.#isRefused(tokens);
  }
}

function newer(a: Tokens | undefined, b: Tokens | undefined): Tokens | undefined {
  return a && b ? (b.issuedAt > a.issuedAt ? b : a) : (a ?? b);
}

const endsSession: ReadonlySet<string> = new Set(['session-expired', 'flow-not-enabled']);
