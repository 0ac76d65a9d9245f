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
  | 'sign-in-needed'
  | 'client-secret'
  | 'flow-not-enabled'
  | 'not-found'
  | 'not-allowed'
  | 'throttled'
  | 'network'
  | 'store'
  | 'service';

/**
 * The family of all errors that getting credentials can end in. The message says what to do; neither it nor the cause
 * holds a password, a token or a secret.
 */
export class AuthError extends Error {
  override readonly name: string = 'AuthError';
  readonly code: AuthErrorCode;

  constructor(code: AuthErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
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
