import type { Challenge, ChallengeAnswer, NewPasswordRequired } from '@postern/auth';
import { FailedError } from '../errors.ts';
import { ask } from '../prompt.ts';
import type { Terminal } from '../terminal.ts';

/** Puts a challenge of the user pool to the person at the terminal. */
export async function askChallenge(challenge: Challenge, terminal: Terminal): Promise<ChallengeAnswer> {
  switch (challenge.name) {
    case 'NEW_PASSWORD_REQUIRED':
      return askNewPassword(challenge, terminal);
    case 'SOFTWARE_TOKEN_MFA':
    case 'SMS_MFA':
    case 'EMAIL_OTP':
    case 'SMS_OTP': {
      const { sentTo, attempt } = challenge;
      if (attempt > 1) terminal.log.info('That was not the code.');
      const from = sentTo === undefined ? 'of the authenticator app' : `sent to ${sentTo}`;
      return { code: await ask(`Code ${from}: `) };
    }
    case 'MFA_SETUP':
      terminal.log.info(`Add this key to an authenticator app: ${challenge.secretCode}`);
      return { code: await ask('Code that it shows: ') };
    case 'SELECT_MFA_TYPE':
    case 'SELECT_CHALLENGE':
      return { choice: await ask(`How to sign in (${challenge.choices.join(', ')}): `) };
    case 'CUSTOM_CHALLENGE': {
      const hints = Object.entries(challenge.parameters).map(([name, value]) => `${name}: ${value}`);
      return { answer: await ask(`${hints.join(', ') || 'Answer'}: `, { secret: true }) };
    }
  }
}

async function askNewPassword(
  { username, requiredAttributes }: NewPasswordRequired,
  terminal: Terminal,
): Promise<ChallengeAnswer> {
  terminal.log.info(`${username} has to choose a new password.`);
  const newPassword = await ask('New password: ', { secret: true });
  if ((await ask('The same again: ', { secret: true })) !== newPassword) {
    throw new FailedError('The two are not the same; nothing is changed.');
  }
  const attributes: Record<string, string> = {};
  for (const name of requiredAttributes) attributes[name] = await ask(`${name}: `);
  return { newPassword, attributes };
}
