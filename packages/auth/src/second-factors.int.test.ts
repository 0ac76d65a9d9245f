import {
  AdminSetUserMFAPreferenceCommand,
  SetUserPoolMfaConfigCommand,
  type AdminSetUserMFAPreferenceCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { startLocal, type TestBackend } from '@postern/local/test-kit';
import { generateSync } from 'otplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  userPoolSource,
  type AuthError,
  type Challenge,
  type ChallengeHandler,
  type UserPoolOptions,
} from './index.ts';
import { administrator } from './test-support/administer.ts';

let local: TestBackend;
const at = { nowMs: Date.now() };
beforeAll(async () => {
  local = await startLocal({
    schema: 'type Note @model { id: ID! }',
    now: () => at.nowMs,
    signIn: { mfa: 'OPTIONAL', secondFactors: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'] },
  });
});
afterAll(() => local.close());

type Preference = Omit<AdminSetUserMFAPreferenceCommandInput, 'UserPoolId' | 'Username'>;
const on = { Enabled: true };
const preferred = { Enabled: true, PreferredMfa: true };

// Somebody with an address of each kind, who switched some factors on.
async function somebody(preference: Preference) {
  const attributes = { email: 'ann@example.com', phone_number: '+15550123' };
  const { username, password } = await local.asUser({ attributes });
  const UserPoolId = local.userPoolId;
  const command = new AdminSetUserMFAPreferenceCommand({ UserPoolId, Username: username, ...preference });
  await administrator(local).send(command);
  return { username, password };
}

const signIn = (who: { username: string; password: string }, extra: Partial<UserPoolOptions> = {}) => {
  const { region, userPoolId, clients, cognitoEndpoint: endpoint } = local;
  const options = { region, userPoolId, endpoint, ...clients.public, now: () => at.nowMs, ...who, ...extra };
  return userPoolSource(options).identity();
};

function reader(choice = '') {
  const asked: Challenge[] = [];
  const onChallenge: ChallengeHandler = (challenge) => {
    asked.push(challenge);
    return 'choices' in challenge ? { choice } : { code: local.messages.at(-1)?.code ?? '' };
  };
  return { asked, onChallenge };
}

const codes = [
  ['SMS_MFA', { SMSMfaSettings: preferred }, '+*******0123'],
  ['EMAIL_OTP', { EmailMfaSettings: preferred }, 'a***@e***'],
] as const;
for (const flow of [
  'USER_SRP_AUTH',
  'USER_PASSWORD_AUTH',
  'ADMIN_USER_PASSWORD_AUTH',
  'USER_AUTH',
] as const) {
  test.for(codes)(
    `${flow} goes through %s, with an app client secret`,
    async ([name, preference, sentTo]) => {
      const who = await somebody(preference);
      const { asked, onChallenge } = reader();
      const { roles, clients } = local;
      const extra = { flow, onChallenge, credentials: roles.admin, ...clients.confidential };
      expect(await signIn(who, extra)).toMatchObject({ username: who.username });
      const { username } = who;
      expect(asked).toEqual([{ name, username, sentTo, deviceName: undefined, attempt: 1 }]);
    },
  );
}

test.for(codes)('asks again after a wrong code, three times at most: %s', async ([, preference]) => {
  const who = await somebody(preference);
  const { asked, onChallenge } = reader();
  const clumsy: ChallengeHandler = async (challenge) => {
    const right = await onChallenge(challenge);
    return 'attempt' in challenge && challenge.attempt < 3 ? { code: '0' } : right;
  };
  expect(await signIn(who, { onChallenge: clumsy })).toMatchObject({ username: who.username });
  expect(asked).toHaveLength(3);
  const error = (await signIn(who, { onChallenge: () => ({ code: '0' }) }).catch(
    (reason: unknown) => reason,
  )) as AuthError;
  expect(error.code).toBe('wrong-code');
});

test.for(['SMS_MFA', 'EMAIL_OTP'] as const)('lets the user choose the second factor: %s', async (choice) => {
  const who = await somebody({ SMSMfaSettings: on, EmailMfaSettings: on });
  const { asked, onChallenge } = reader(choice);
  expect(await signIn(who, { onChallenge })).toMatchObject({ username: who.username });
  expect(asked).toMatchObject([
    { name: 'SELECT_MFA_TYPE', choices: ['SMS_MFA', 'EMAIL_OTP'] },
    { name: choice },
  ]);
  const error = signIn(who, { onChallenge: () => ({ choice: 'SOFTWARE_TOKEN_MFA' }) });
  await expect(error).rejects.toMatchObject({ code: 'challenge', challenge: 'SELECT_MFA_TYPE' });
});

test('in a pool that demands one, sets up an app where it can, and says where it cannot', async () => {
  const demand = (others: object) =>
    administrator(local).send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: local.userPoolId,
        MfaConfiguration: 'ON',
        EmailMfaConfiguration: {},
        ...others,
      }),
    );
  const who = await local.asUser();
  await demand({});
  await expect(signIn(who, { onChallenge: reader().onChallenge })).rejects.toMatchObject({
    code: 'challenge',
    message: expect.stringContaining('MFA_SETUP by message') as string,
  });
  await demand({ SoftwareTokenMfaConfiguration: { Enabled: true } });
  const onChallenge: ChallengeHandler = (challenge) => {
    if (challenge.name !== 'MFA_SETUP') return undefined;
    return { code: generateSync({ secret: challenge.secretCode, epoch: Math.floor(at.nowMs / 1000) }) };
  };
  expect(await signIn(who, { onChallenge })).toMatchObject({ username: who.username });
});
