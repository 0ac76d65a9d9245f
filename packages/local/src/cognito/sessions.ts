import { randomBytes } from 'node:crypto';
import { invalidSession, notAuthorized } from './exception.ts';
import type { SecondFactor } from './sign-in-settings.ts';
import type { ServerKeys } from './srp.ts';

/** A challenge of the pool's own that was answered, as triggers see it. */
export interface CustomStep {
  readonly challengeName: string;
  readonly challengeResult: boolean;
  readonly challengeMetadata: string | null;
}

/** A challenge that was put to somebody and is waiting for its answer. */
export type Challenge = {
  readonly clientId: string;
  readonly username: string;
  /** The device that the sign-in brought. */
  readonly deviceKey?: string | undefined;
  /** Where the pool's triggers decide what follows: what came before. */
  readonly history?: readonly CustomStep[] | undefined;
} & (
  | {
      readonly name: 'PASSWORD_VERIFIER';
      readonly clientKey: string;
      readonly keys: ServerKeys;
    }
  | { readonly name: 'SELECT_CHALLENGE'; readonly offered: readonly string[] }
  | { readonly name: 'PASSWORD' | 'PASSWORD_SRP' }
  /** Not put as a challenge: whoever has just confirmed a sign-up may go on to sign in by `USER_AUTH`. */
  | { readonly name: 'CONFIRMED' }
  | {
      readonly name: 'SMS_MFA' | 'EMAIL_OTP' | 'SMS_OTP';
      /** Undefined where there is nobody to send one to, which is not to be seen. */
      readonly code: string | undefined;
      readonly tries: number;
      readonly isFirstFactor: boolean;
      /** An address that becomes the user's with the right code. */
      readonly newEmail?: string | undefined;
    }
  | { readonly name: 'SELECT_MFA_TYPE'; readonly offered: readonly SecondFactor[] }
  | { readonly name: 'DEVICE_SRP_AUTH'; readonly deviceKey: string }
  | {
      readonly name: 'DEVICE_PASSWORD_VERIFIER';
      readonly deviceKey: string;
      readonly clientKey: string;
      readonly keys: ServerKeys;
    }
  | { readonly name: 'NEW_PASSWORD_REQUIRED' }
  | { readonly name: 'SOFTWARE_TOKEN_MFA'; readonly tries: number }
  | {
      readonly name: 'CUSTOM_CHALLENGE';
      readonly history: readonly CustomStep[];
      readonly privateParameters: Readonly<Record<string, unknown>>;
      readonly metadata: string | null;
    }
  /** `isVerified` once the new app has given a right code. */
  | { readonly name: 'MFA_SETUP'; readonly isVerified?: boolean }
);

const minuteMs = 60_000;
// AWS's longest; an expired session is remembered for as long, so that its owner hears that it expired.
const longestMs = 15 * minuteMs;

/** The open challenges: each can be answered once, in the time that the app client gives, by the client that it was put to. */
export class Sessions {
  readonly #open = new Map<string, { challenge: Challenge; expiresAt: number }>();
  readonly #now: () => number;
  readonly #minutesOf: (clientId: string) => number | undefined;

  /** @param minutesOf - How long the sessions of an app client are open. @defaultValue three minutes */
  constructor(now: () => number, minutesOf: (clientId: string) => number | undefined = () => undefined) {
    this.#now = now;
    this.#minutesOf = minutesOf;
  }

  /** Opens a challenge and returns what its answer has to bring back, in base64. */
  open(challenge: Challenge): string {
    this.#dropForgotten();
    const session = randomBytes(120).toString('base64');
    this.reopen(session, challenge);
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
    if (!found || found.challenge.name !== name || found.challenge.clientId !== clientId)
      throw invalidSession();
    this.#open.delete(session);
    if (found.expiresAt <= this.#now())
      throw notAuthorized('Invalid session for the user, session is expired.');
    return found.challenge as Challenge & { name: Name };
  }

  /**
   * Looks at a challenge that stays open, whoever's app client it was put to.
   *
   * @throws CognitoException `NotAuthorizedException` as {@link take}.
   */
  look<Name extends Challenge['name']>(session: string, name: Name): Challenge & { name: Name } {
    const found = this.#open.get(session);
    if (!found) throw invalidSession();
    const challenge = this.take(session, name, found.challenge.clientId);
    this.#open.set(session, found);
    return challenge;
  }

  /** Whether a session is one of ours, open or expired. */
  has(session: string): boolean {
    return this.#open.has(session);
  }

  /**
   * The session of a challenge whose answer names none, the newest first.
   *
   * @param isWanted - Asked about the challenges of the app client.
   */
  find(clientId: string, isWanted: (challenge: Challenge) => boolean): string | undefined {
    const [session] =
      [...this.#open]
        .reverse()
        .find(([, { challenge }]) => challenge.clientId === clientId && isWanted(challenge)) ?? [];
    return session;
  }

  /** Opens a challenge again that was taken, under the same session and for as long again. */
  reopen(session: string, challenge: Challenge): void {
    const minutes = this.#minutesOf(challenge.clientId) ?? 3;
    this.#open.set(session, { challenge, expiresAt: this.#now() + minutes * minuteMs });
  }

  /** Replaces a session by a new one for the same challenge, changed or not. */
  renew(session: string, change: Partial<Challenge> = {}): string {
    const found = this.#open.get(session);
    if (!found) throw invalidSession();
    this.#open.delete(session);
    return this.open({ ...found.challenge, ...change } as Challenge);
  }

  #dropForgotten(): void {
    for (const [session, { expiresAt }] of this.#open) {
      if (expiresAt + longestMs > this.#now()) break;
      this.#open.delete(session);
    }
  }
}
