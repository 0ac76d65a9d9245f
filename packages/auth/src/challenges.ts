/** A challenge that Cognito puts before it gives tokens, and that somebody has to answer. */
export interface NewPasswordRequired {
  readonly name: 'NEW_PASSWORD_REQUIRED';
  readonly username: string;
  /** The attributes that the user has to supply as well, such as `email`. */
  readonly requiredAttributes: readonly string[];
}

/** Every challenge that a handler can be asked. */
export type Challenge = NewPasswordRequired;

/** The answer to {@link NewPasswordRequired}. */
export interface NewPasswordAnswer {
  readonly newPassword: string;
  /** @defaultValue none */
  readonly attributes?: Readonly<Record<string, string>>;
}

/**
 * Answers challenges, by asking a person or from a program's own knowledge. What it throws comes through to whoever wanted
 * the tokens.
 */
export type ChallengeHandler = (challenge: Challenge) => NewPasswordAnswer | Promise<NewPasswordAnswer>;
