import { randomUUID } from 'node:crypto';

/** What a code stands for, until it is exchanged. */
export interface Authorization {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly username: string;
  readonly scopes: readonly string[];
  /** The hash of the verifier that the program has to bring, in base64url. */
  readonly challenge: string | undefined;
  readonly nonce: string | undefined;
}

const lifetimeMs = 5 * 60_000;

/** The codes that are out: each is good once, for five minutes. */
export class AuthorizationCodes {
  readonly #open = new Map<string, { authorization: Authorization; expiresAt: number }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  issue(authorization: Authorization): string {
    for (const [code, { expiresAt }] of this.#open) {
      if (expiresAt > this.#now()) break;
      this.#open.delete(code);
    }
    const code = randomUUID();
    this.#open.set(code, { authorization, expiresAt: this.#now() + lifetimeMs });
    return code;
  }

  /** What a code stood for; undefined for one that is made up, used or old. */
  take(code: string): Authorization | undefined {
    const found = this.#open.get(code);
    this.#open.delete(code);
    return found && found.expiresAt > this.#now() ? found.authorization : undefined;
  }
}
