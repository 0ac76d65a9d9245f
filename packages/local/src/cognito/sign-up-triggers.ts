import type { User } from './entities.ts';
import type { Pool } from './pool.ts';
import { runTrigger, triggerAttributes } from './triggers.ts';

/** What the pre sign-up trigger decides about a user to be. */
export interface SignUpDecision {
  readonly isConfirmed: boolean;
  /** Attributes that need no code. */
  readonly verified: Readonly<Record<string, string>>;
}

/** Asks the pre sign-up trigger. */
export async function preSignUp(
  pool: Pool,
  occasion: 'SignUp' | 'AdminCreateUser',
  user: {
    readonly username: string;
    readonly clientId: string;
    readonly attributes: Readonly<Record<string, string>>;
  },
): Promise<SignUpDecision> {
  const { username, clientId, attributes } = user;
  const answered = await runTrigger(pool, 'preSignUp', {
    source: `PreSignUp_${occasion}`,
    username,
    clientId,
    request: { userAttributes: attributes, validationData: null },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  });
  const { autoConfirmUser, autoVerifyEmail, autoVerifyPhone } = answered ?? {};
  return {
    isConfirmed: autoConfirmUser === true,
    verified: {
      ...(autoVerifyEmail === true && attributes.email !== undefined ? { email_verified: 'true' } : {}),
      ...(autoVerifyPhone === true && attributes.phone_number !== undefined
        ? { phone_number_verified: 'true' }
        : {}),
    },
  };
}

/** Tells the post confirmation trigger. */
export async function postConfirmation(
  pool: Pool,
  clientId: string,
  user: User,
  occasion: 'ConfirmSignUp' | 'ConfirmForgotPassword',
): Promise<void> {
  await runTrigger(pool, 'postConfirmation', {
    source: `PostConfirmation_${occasion}`,
    username: user.username,
    clientId,
    request: { userAttributes: triggerAttributes(user) },
    response: {},
  });
}
