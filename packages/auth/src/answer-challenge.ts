import { ask, listIn, notAnswered, notSupported, type Answered, type Asked } from './ask.ts';
import type { CodeRequired } from './challenges.ts';
import type { Cognito, Values } from './cognito-client.ts';
import { AuthError, ChallengeError } from './errors.ts';
import { firstFactor } from './first-factor.ts';
import { setUpMfa } from './set-up-mfa.ts';
import type { Step } from './transport.ts';

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
      return { values: { ANSWER: await choose(step.ChallengeName, listIn(step, 'MFAS_CAN_CHOOSE'), asked) } };
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
