import type { ChallengeHandler } from './challenges.ts';
import type { CognitoAddress, SignInFlow } from './cognito-client.ts';

/** One user of one app client. */
export interface SignInOptions extends CognitoAddress {
  readonly username: string;
  /** @defaultValue `USER_SRP_AUTH` */
  readonly flow?: SignInFlow;
  /**
   * The first factor to ask `USER_AUTH` for.
   *
   * @defaultValue `PASSWORD_SRP` where there is a password, else whatever `onChallenge` chooses
   */
  readonly preferredChallenge?: 'PASSWORD_SRP' | 'PASSWORD' | 'EMAIL_OTP' | 'SMS_OTP';
  /** Asked when Cognito puts a challenge. @defaultValue a {@link ChallengeError} that names it */
  readonly onChallenge?: ChallengeHandler;
}
