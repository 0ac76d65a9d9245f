import type { CodePurpose } from './entities.ts';

/** A message that a user pool would send. */
export interface CodeMessage {
  /** `sign-in` for a code that is the first factor of a sign-in, `mfa` for one that is the second. */
  readonly purpose: CodePurpose | 'sign-in' | 'mfa';
  readonly username: string;
  /** An email address or a phone number. */
  readonly destination: string;
  readonly code: string;
  /** What the message says, where the pool or a trigger of it has words of its own. */
  readonly text?: string;
  /** Of an email, likewise. */
  readonly subject?: string;
}
