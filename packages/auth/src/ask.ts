import type { Challenge, ChallengeAnswer } from './challenges.ts';
import type { Values } from './cognito-client.ts';
import { ChallengeError } from './errors.ts';
import type { SignInOptions } from './sign-in-options.ts';
import type { SrpKeys } from './srp.ts';
import type { Step } from './transport.ts';

/** Who is asked, and who answers. */
export interface Asked {
  /** The name that Cognito knows the user by. */
  readonly username: string;
  /** 1 when the challenge is put for the first time. */
  readonly attempt: number;
  readonly options: SignInOptions;
  readonly password: string | undefined;
  readonly keys: SrpKeys;
}

/** What to respond with, and the session to do it in where another call has replaced it. */
export interface Answered {
  readonly values: Values;
  readonly session?: string | undefined;
}

/** Puts a challenge to the handler. @throws ChallengeError where there is none, or it cannot. */
export async function ask(challenge: Challenge, { options }: Asked): Promise<ChallengeAnswer> {
  // Programs without types may say by null that they cannot.
  const answer = (await options.onChallenge?.(challenge)) ?? undefined;
  if (answer !== undefined) return answer;
  const { name, username } = challenge;
  throw new ChallengeError(
    name,
    name === 'NEW_PASSWORD_REQUIRED'
      ? `User ${username} must choose a new password before signing in: run \`postern login\` once.`
      : `Cognito asks ${username} for ${name} and nobody is there to answer: run \`postern login\` in a terminal.`,
  );
}

/** For an answer that is to another challenge. */
export function notAnswered(name: string, property: string): ChallengeError {
  return new ChallengeError(name, `The answer to ${name} has no ${property}.`);
}

/** For a challenge that is not ours to answer. @param how - What of it is not. */
export function notSupported(name: string, username: string, how = ''): ChallengeError {
  return new ChallengeError(name, `Cognito asks ${username} for ${name}${how}, which is not supported.`);
}

/** A parameter of a challenge that holds a list in JSON. */
export function listIn({ ChallengeParameters }: Step, name: string): string[] {
  return JSON.parse(ChallengeParameters?.[name] ?? '[]') as string[];
}
