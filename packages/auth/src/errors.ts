/** Why somebody could not be signed in; stable, for programs. */
export type AuthErrorCode =
  | 'wrong-password'
  | 'user-not-found'
  | 'user-disabled'
  | 'user-not-confirmed'
  | 'password-reset-required'
  | 'new-password-required'
  | 'challenge'
  | 'invalid-new-password'
  /** Of an authenticator app or a message. */
  | 'wrong-code'
  /** There is no session and no password to make one. */
  | 'sign-in-needed'
  /** There was a session, it has ended, and there is no password to make another. */
  | 'session-expired'
  | 'client-secret'
  | 'flow-not-enabled'
  /** No such user pool or app client. */
  | 'not-found'
  /** AWS credentials that are missing, not valid or not sufficient. */
  | 'not-allowed'
  | 'throttled'
  /** A Lambda trigger of the user pool refused, or failed. */
  | 'trigger'
  | 'network'
  /** An option is missing or makes no sense. */
  | 'not-configured'
  /** Tokens could not be kept. */
  | 'store'
  /** Any other refusal of the service. */
  | 'service';

/**
 * The family of all errors that getting credentials can end in. The message says what to do; neither it nor the cause
 * holds a password, a token or a secret. What a caller's own function throws (a password prompt, a challenge handler) is
 * not in it and comes through as it is.
 */
export class AuthError extends Error {
  override readonly name: string = 'AuthError';
  readonly code: AuthErrorCode;
  /** Whether what was refused had been sent before: the answer to that may be lost, and what it asked for done. */
  readonly repeated: boolean;

  constructor(code: AuthErrorCode, message: string, options: { cause?: unknown; repeated?: boolean } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.repeated = options.repeated ?? false;
  }
}

/** A challenge that nobody was there to answer. */
export class ChallengeError extends AuthError {
  override readonly name = 'ChallengeError';
  /** Cognito's name for it, such as `NEW_PASSWORD_REQUIRED` or `SOFTWARE_TOKEN_MFA`. */
  readonly challenge: string;

  constructor(challenge: string, message: string) {
    super(challenge === 'NEW_PASSWORD_REQUIRED' ? 'new-password-required' : 'challenge', message);
    this.challenge = challenge;
  }
}
