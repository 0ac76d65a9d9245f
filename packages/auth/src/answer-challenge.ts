import type { Challenge, ChallengeAnswer, CodeRequired } from './challenges.ts';
import type { Cognito, Values } from './cognito-client.ts';
import { AuthError, ChallengeError } from './errors.ts';
import { firstFactor } from './first-factor.ts';
import { setUpMfa } from './set-up-mfa.ts';
import type { SignInOptions } from './sign-in.ts';
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

/**
 * Has a challenge answered.
 *
 * @throws ChallengeError for a challenge that nobody can answer; AuthError `invalid-new-password` for an incomplete answer.
 */
export async function answerChallenge(step: Step, asked: Asked, cognito: Cognito): Promise<Answered> {
  switch (step.ChallengeName) {
    case 'NEW_PASSWORD_REQUIRED':
      return { values: await newPassword(step, asked) };
    case 'SOFTWARE_TOKEN_MFA':
    case 'SMS_MFA':
    case 'EMAIL_OTP':
    case 'SMS_OTP':
      return { values: await code(step.ChallengeName, step, asked) };
    case 'SELECT_MFA_TYPE':
      return { values: { ANSWER: await choose(step.ChallengeName, mfaChoices(step), asked) } };
    case 'SELECT_CHALLENGE': {
      const choice = await choose(step.ChallengeName, step.AvailableChallenges ?? [], asked);
      return { values: { ANSWER: choice, ...factor(choice, asked) } };
    }
    case 'PASSWORD':
    case 'PASSWORD_SRP':
      return { values: factor(step.ChallengeName, asked) };
    case 'CUSTOM_CHALLENGE':
      return { values: { ANSWER: await custom(step, asked) } };
    case 'MFA_SETUP':
      return setUpMfa(step, asked, cognito);
    default:
      throw notSupported(step.ChallengeName ?? 'an empty answer', asked.username);
  }
}

function factor(choice: string, { options, password, keys }: Asked): Values {
  return firstFactor(choice, options, password, keys);
}

async function newPassword(step: Step, asked: Asked): Promise<Values> {
  const requiredAttributes = listIn(step, 'requiredAttributes').map((name) =>
    name.replace(/^userAttributes\./, ''),
  );
  const { username } = asked;
  const answer = await ask({ name: 'NEW_PASSWORD_REQUIRED', username, requiredAttributes }, asked);
  if (!('newPassword' in answer)) throw notAnswered('NEW_PASSWORD_REQUIRED', 'newPassword');
  const missing = requiredAttributes.filter((name) => answer.attributes?.[name] === undefined);
  if (missing.length > 0) {
    throw new AuthError('invalid-new-password', `${username} also needs ${missing.join(', ')}.`);
  }
  const attributes = Object.entries(answer.attributes ?? {});
  return {
    NEW_PASSWORD: answer.newPassword,
    ...Object.fromEntries(attributes.map(([name, value]) => [`userAttributes.${name}`, value])),
  };
}

async function code(name: CodeRequired['name'], step: Step, asked: Asked): Promise<Values> {
  const { username, attempt } = asked;
  const { CODE_DELIVERY_DESTINATION: sentTo, FRIENDLY_DEVICE_NAME: deviceName } =
    step.ChallengeParameters ?? {};
  const answer = await ask({ name, username, sentTo, deviceName, attempt }, asked);
  if (!('code' in answer)) throw notAnswered(name, 'code');
  return { [`${name}_CODE`]: answer.code.replaceAll(/\s/g, '') };
}

async function choose(
  name: 'SELECT_MFA_TYPE' | 'SELECT_CHALLENGE',
  choices: readonly string[],
  asked: Asked,
): Promise<string> {
  const answer = await ask({ name, username: asked.username, choices }, asked);
  if (!('choice' in answer)) throw notAnswered(name, 'choice');
  if (choices.includes(answer.choice)) return answer.choice;
  throw new ChallengeError(
    name,
    `The answer to ${name} is ${answer.choice}; the choice is ${choices.join(', ')}.`,
  );
}

async function custom(step: Step, asked: Asked): Promise<string> {
  const { username, attempt: round } = asked;
  // These two are Cognito's own.
  const { USERNAME: _, USER_ID_FOR_SRP: __, ...parameters } = step.ChallengeParameters ?? {};
  const answer = await ask({ name: 'CUSTOM_CHALLENGE', username, parameters, round }, asked);
  if (!('answer' in answer)) throw notAnswered('CUSTOM_CHALLENGE', 'answer');
  return answer.answer;
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

function mfaChoices(step: Step): string[] {
  return listIn(step, 'MFAS_CAN_CHOOSE');
}

/** A parameter of a challenge that holds a list in JSON. */
export function listIn({ ChallengeParameters }: Step, name: string): string[] {
  return JSON.parse(ChallengeParameters?.[name] ?? '[]') as string[];
}
