import { randomBytes } from 'node:crypto';
import { invalidSession } from './exception.ts';
import type { ServerKeys } from './srp.ts';

/** A challenge that was put to somebody and is waiting for its answer. */
export type Challenge = { readonly clientId: string; readonly username: string } & (
  | { readonly name: 'PASSWORD_VERIFIER'; readonly clientKey: string; readonly keys: ServerKeys }
  | { readonly name: 'NEW_PASSWORD_REQUIRED' }
);

const lifetimeMs = 3 * 60_000;

/** The open challenges: each can be answered once, within three minutes, by the app client that it was put to. */
export class Sessions {
  readonly #open = new Map<string, { challenge: Challenge; expiresAt: number }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Opens a challenge and returns what its answer has to bring back, in base64. */
  open(challenge: Challenge): string {
    this.#dropExpired();
    const session = randomBytes(120).toString('base64');
    this.#open.set(session, { challenge, expiresAt: this.#now() + lifetimeMs });
    return session;
  }

  /**
   * Takes a challenge; whatever comes of the answer, it cannot be answered again.
   *
   * @throws CognitoException `NotAuthorizedException` for a session that is made up, expired, used, or another client's.
   */
  take<Name extends Challenge['name']>(
    session: string,
    name: Name,
    clientId: string,
  ): Challenge & { name: Name } {
    const found = this.#open.get(session);
    this.#open.delete(session);
    if (!found || found.expiresAt <= this.#now()) throw invalidSession();
    if (found.challenge.name !== name || found.challenge.clientId !== clientId) throw invalidSession();
    return found.challenge as Challenge & { name: Name };
  }

  #dropExpired(): void {
    for (const [session, { expiresAt }] of this.#open) {
      if (expiresAt > this.#now()) break;
      this.#open.delete(session);
    }
  }
}
