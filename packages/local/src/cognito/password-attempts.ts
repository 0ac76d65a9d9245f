import { notAuthorized } from './exception.ts';

interface Attempts {
  readonly failed: number;
  readonly lastAt: number;
  readonly lockedUntil: number;
}

const freeAttempts = 5;
const forgottenAfterMs = 15 * 60_000;

/**
 * Counts wrong passwords, and locks whoever brings too many: for a second after the fifth, twice as long after each further
 * one, up to 15 minutes. Users who do not exist are locked as well, so that a lock tells nothing. A new start forgets all.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html#authentication-flow-lockout-behavior
 */
export class PasswordAttempts {
  // Who tried last stands last.
  readonly #byUser = new Map<string, Attempts>();
  readonly #now: () => number;

  /** @param now - Milliseconds since the epoch. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** @throws CognitoException `NotAuthorizedException` while the user is locked, whatever the password. */
  check(user: string): void {
    const attempts = this.#of(user);
    if (!attempts) return;
    this.#keep(user, { ...attempts, lastAt: this.#now() });
    if (attempts.lockedUntil > this.#now()) throw notAuthorized('Password attempts exceeded');
  }

  /** Counts a wrong password. */
  failed(user: string): void {
    const now = this.#now();
    const failed = (this.#of(user)?.failed ?? 0) + 1;
    const lockedMs =
      failed < freeAttempts ? 0 : Math.min(forgottenAfterMs, 1000 * 2 ** (failed - freeAttempts));
    this.#dropForgotten();
    this.#keep(user, { failed, lastAt: now, lockedUntil: now + lockedMs });
  }

  /** Forgets what went wrong before a right password. */
  succeeded(user: string): void {
    this.#byUser.delete(user);
  }

  #of(user: string): Attempts | undefined {
    const attempts = this.#byUser.get(user);
    return attempts && attempts.lastAt + forgottenAfterMs > this.#now() ? attempts : undefined;
  }

  #keep(user: string, attempts: Attempts): void {
    this.#byUser.delete(user);
    this.#byUser.set(user, attempts);
  }

  #dropForgotten(): void {
    for (const [user, { lastAt }] of this.#byUser) {
      if (lastAt + forgottenAfterMs > this.#now()) break;
      this.#byUser.delete(user);
    }
  }
}
