// What the compiler has to say of handlers; there is nothing to run.
import type { Challenge, ChallengeAnswer, ChallengeHandler } from './challenges.ts';

// A handler of one challenge alone stays one: whatever else comes, it says that it cannot.
export const chooser: ChallengeHandler = (challenge) =>
  challenge.name === 'NEW_PASSWORD_REQUIRED' ? { newPassword: 'x' } : undefined;

// All cases are there, and each has what it takes to answer.
export function everything(challenge: Challenge): ChallengeAnswer {
  switch (challenge.name) {
    case 'NEW_PASSWORD_REQUIRED':
      return {
        newPassword: 'x',
        attributes: Object.fromEntries(challenge.requiredAttributes.map((a) => [a, ''])),
      };
    case 'SOFTWARE_TOKEN_MFA':
    case 'SMS_MFA':
    case 'EMAIL_OTP':
    case 'SMS_OTP':
      return { code: String(challenge.attempt) };
    case 'MFA_SETUP':
      return { code: challenge.secretCode };
    case 'SELECT_MFA_TYPE':
    case 'SELECT_CHALLENGE':
      return { choice: challenge.choices[0] ?? '' };
    case 'CUSTOM_CHALLENGE':
      return { answer: challenge.parameters.question ?? '' };
  }
}

// @ts-expect-error Only a new password comes with attributes that are required.
export const mixed = (challenge: Challenge): readonly string[] => challenge.requiredAttributes;

// @ts-expect-error A challenge that Cognito does not have.
export const unknown = (challenge: Challenge): boolean => challenge.name === 'CAPTCHA';

// @ts-expect-error An answer to no challenge.
export const nonsense: ChallengeHandler = () => ({ password: 'x' });
