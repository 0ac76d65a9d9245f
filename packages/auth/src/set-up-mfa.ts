import { ask, listIn, notAnswered, notSupported, type Answered, type Asked } from './ask.ts';
import type { Cognito } from './cognito-client.ts';
import { AuthError } from './errors.ts';
import type { Step } from './transport.ts';

const maxAttempts = 3;

/**
 * Sets up an authenticator app in the midst of a sign-in.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa-totp.html
 */
export async function setUpMfa(step: Step, asked: Asked, cognito: Cognito): Promise<Answered> {
  const { username } = asked;
  if (!listIn(step, 'MFAS_CAN_SETUP').includes('SOFTWARE_TOKEN_MFA')) {
    throw notSupported('MFA_SETUP', username, ' by message');
  }
  const about = { username, secrets: [step.Session ?? ''] };
  const associated = await cognito.call('AssociateSoftwareToken', { Session: step.Session }, about);
  const secretCode = associated.SecretCode ?? '';
  const secrets = [...about.secrets, secretCode];
  for (let attempt = 1; ; attempt += 1) {
    const uri = `otpauth://totp/${encodeURIComponent(username)}?secret=${secretCode}`;
    const answer = await ask({ name: 'MFA_SETUP', username, secretCode, uri, attempt }, asked);
    if (!('code' in answer)) throw notAnswered('MFA_SETUP', 'code');
    const { code, deviceName } = answer;
    try {
      const input = {
        Session: associated.Session,
        UserCode: code.replaceAll(/\s/g, ''),
        ...(deviceName === undefined ? {} : { FriendlyDeviceName: deviceName }),
      };
      const { Session } = await cognito.call('VerifySoftwareToken', input, {
        username,
        secrets: [...secrets, code],
      });
      return { values: {}, session: Session };
    } catch (error) {
      const again = error instanceof AuthError && error.code === 'wrong-code' && attempt < maxAttempts;
      if (!again) throw error;
    }
  }
}
