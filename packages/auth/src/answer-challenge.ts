import type { ChallengeHandler } from './challenges.ts';
import type { Values, Step } from './cognito-client.ts';
import { AuthError, ChallengeError } from './errors.ts';

/** Who is asked, and who answers. */
export interface Asked {
  readonly username: string;
  readonly onChallenge?: ChallengeHandler | undefined;
}

/**
 * Has a challenge answered.
 *
 * @returns The values to respond with.
 * @throws ChallengeError for a challenge that nobody can answer; AuthError `invalid-new-password` for an incomplete answer.
 */
export async function answerChallenge(step: Step, asked: Asked): Promise<Values> {
  if (step.ChallengeName === 'NEW_PASSWORD_REQUIRED') return newPassword(step, asked);
  const name = step.ChallengeName ?? 'an empty answer';
  throw new ChallengeError(name, `Cognito asks ${asked.username} for ${name}, which is not supported yet.`);
}

async function newPassword(step: Step, { username, onChallenge }: Asked): Promise<Values> {
  if (!onChallenge) {
    throw new ChallengeError(
      'NEW_PASSWORD_REQUIRED',
      `User ${username} must choose a new password before signing in: run \`postern login\` once.`,
    );
  }
  const requiredAttributes = requiredAttributesOf(step);
  const answer = await onChallenge({ name: 'NEW_PASSWORD_REQUIRED', username, requiredAttributes });
  const missing = requiredAttributes.filter((name) => answer.attributes?.[name] === undefined);
  if (missing.length > 0) {
    throw new AuthError('invalid-new-password', `${username} also needs ${missing.join(', ')}.`);
  }
  const attributes = Object.entries(answer.attributes ?? {});
  return {
    USERNAME: step.ChallengeParameters?.USER_ID_FOR_SRP ?? username,
    NEW_PASSWORD: answer.newPassword,
    ...Object.fromEntries(attributes.map(([name, value]) => [`userAttributes.${name}`, value])),
  };
}

function requiredAttributesOf({ ChallengeParameters }: Step): string[] {
  const names = JSON.parse(ChallengeParameters?.requiredAttributes ?? '[]') as string[];
  return names.map((name) => name.replace(/^userAttributes\./, ''));
}
