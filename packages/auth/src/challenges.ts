/** The user has to choose a new password, after an administrator set a temporary one. */
export interface NewPasswordRequired {
  readonly name: 'NEW_PASSWORD_REQUIRED';
  readonly username: string;
  /** The attributes that the user has to supply as well, such as `email`. */
  readonly requiredAttributes: readonly string[];
}

/** A code is wanted: of an authenticator app (`SOFTWARE_TOKEN_MFA`), or one that Cognito has just sent. */
export interface CodeRequired {
  readonly name: 'SOFTWARE_TOKEN_MFA' | 'SMS_MFA' | 'EMAIL_OTP' | 'SMS_OTP';
  readonly username: string;
  /** Where the code went, as Cognito abbreviates it, such as `a***@e***`. */
  readonly sentTo: string | undefined;
  /** The name that the user gave the authenticator app. */
  readonly deviceName: string | undefined;
  /** 1 at first, more after a wrong code. */
  readonly attempt: number;
}

/** The user has to set up an authenticator app: add the secret to it, and answer with the code that it then shows. */
export interface MfaSetupRequired {
  readonly name: 'MFA_SETUP';
  readonly username: string;
  /** For typing into the app. A secret: whoever has it can make codes. */
  readonly secretCode: string;
  /** The same as an `otpauth:` address, for a QR code. */
  readonly uri: string;
  readonly attempt: number;
}

/** The user has to choose: the second factor (`SELECT_MFA_TYPE`), or the first (`SELECT_CHALLENGE`, of `USER_AUTH`). */
export interface ChoiceRequired {
  readonly name: 'SELECT_MFA_TYPE' | 'SELECT_CHALLENGE';
  readonly username: string;
  /** Cognito's names, such as `SOFTWARE_TOKEN_MFA`, `EMAIL_OTP`, `PASSWORD_SRP`. */
  readonly choices: readonly string[];
}

/** A challenge that the user pool's own triggers put. */
export interface CustomChallenge {
  readonly name: 'CUSTOM_CHALLENGE';
  readonly username: string;
  /** What the trigger made public of it. */
  readonly parameters: Readonly<Record<string, string>>;
  /** 1 for the first. */
  readonly round: number;
}

/** Every challenge that a handler can be asked, told apart by `name`. */
export type Challenge =
  NewPasswordRequired | CodeRequired | MfaSetupRequired | ChoiceRequired | CustomChallenge;

/** The answer to {@link NewPasswordRequired}. */
export interface NewPasswordAnswer {
  readonly newPassword: string;
  /** @defaultValue none */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** The answer to {@link CodeRequired} and {@link MfaSetupRequired}. */
export interface CodeAnswer {
  readonly code: string;
  /** What the user calls the authenticator app that is set up. @defaultValue none */
  readonly deviceName?: string;
}

/** The answer to {@link ChoiceRequired}: one of the choices. */
export interface ChoiceAnswer {
  readonly choice: string;
}

/** The answer to {@link CustomChallenge}. */
export interface CustomAnswer {
  readonly answer: string;
}

/** What a handler may answer. Which is wanted, the challenge says; another ends in a {@link ChallengeError}. */
export type ChallengeAnswer = NewPasswordAnswer | CodeAnswer | ChoiceAnswer | CustomAnswer;

/**
 * Answers challenges, by asking a person or from a program's own knowledge; undefined says that it cannot. What it throws
 * comes through to whoever wanted the tokens.
 */
export type ChallengeHandler = (
  challenge: Challenge,
) => ChallengeAnswer | undefined | Promise<ChallengeAnswer | undefined>;
