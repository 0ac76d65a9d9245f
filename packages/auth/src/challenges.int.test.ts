import { SetUserPoolMfaConfigCommand } from '@aws-sdk/client-cognito-identity-provider';
import { generateSync } from 'otplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  userPoolSource,
  type AuthError,
  type Challenge,
  type ChallengeAnswer,
  type ChallengeHandler,
  type UserPoolOptions,
} from './index.ts';
import { administrator } from './test-support/administer.ts';
import { startTestBackend, type TestBackend } from './test-support/test-backend.ts';

let backend: TestBackend;
beforeAll(async () => {
  backend = await startTestBackend();
  await administrator(backend.local).send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: backend.local.userPoolId,
      MfaConfiguration: 'ON',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    }),
  );
});
afterAll(() => backend.close());

// Somebody with an authenticator app that is not ours.
function person() {
  const asked: Challenge[] = [];
  let secret = '';
  const code = (): string => generateSync({ secret, epoch: Math.floor(backend.nowMs / 1000) });
  const onChallenge = (challenge: Challenge): ChallengeAnswer | undefined => {
    asked.push(challenge);
    if (challenge.name === 'NEW_PASSWORD_REQUIRED') return { newPassword: 'Another-Passw0rd' };
    if (challenge.name === 'MFA_SETUP') ({ secretCode: secret } = challenge);
    else backend.nowMs += 30_000; // a code is good once
    return { code: `${code().slice(0, 3)} ${code().slice(3)}`, deviceName: 'phone' };
  };
  return { asked, onChallenge };
}

const signIn = (username: string, onChallenge?: ChallengeHandler, extra: Partial<UserPoolOptions> = {}) =>
  userPoolSource(backend.options(username, { ...(onChallenge ? { onChallenge } : {}), ...extra })).identity();
const failure = async (work: Promise<unknown>): Promise<AuthError> =>
  (await work.catch((error: unknown) => error)) as AuthError;

const ann = person();

test('sets up an authenticator app on the way in', async () => {
  expect(await signIn('ann', ann.onChallenge)).toMatchObject({ username: 'ann' });
  expect(ann.asked).toEqual([
    {
      name: 'MFA_SETUP',
      username: 'ann',
      secretCode: expect.stringMatching(/^[A-Z2-7]+$/) as string,
      uri: expect.stringMatching(/^otpauth:\/\/totp\/ann\?secret=/) as string,
      attempt: 1,
    },
  ]);
});

for (const flow of ['USER_SRP_AUTH', 'USER_PASSWORD_AUTH', 'ADMIN_USER_PASSWORD_AUTH'] as const) {
  test(`asks for its code from then on: ${flow}, with an app client secret`, async () => {
    ann.asked.length = 0;
    const { roles, clients } = backend.local;
    const extra = { flow, credentials: roles.admin, ...clients.confidential };
    expect(await signIn('ann', ann.onChallenge, extra)).toMatchObject({ username: 'ann' });
    const deviceName = 'phone';
    expect(ann.asked).toEqual([
      { name: 'SOFTWARE_TOKEN_MFA', username: 'ann', sentTo: undefined, deviceName, attempt: 1 },
    ]);
  });
}

test('asks again after a wrong code, in the same sign-in', async () => {
  ann.asked.length = 0;
  const clumsy: ChallengeHandler = (challenge) => {
    const right = ann.onChallenge(challenge);
    return 'attempt' in challenge && challenge.attempt < 3 ? { code: '000000' } : right;
  };
  expect(await signIn('ann', clumsy)).toMatchObject({ username: 'ann' });
  expect(ann.asked.map((challenge) => 'attempt' in challenge && challenge.attempt)).toEqual([1, 2, 3]);
});

test('gives up after three wrong codes', async () => {
  let times = 0;
  const guessing: ChallengeHandler = () => {
    times += 1;
    return { code: '000000' };
  };
  const error = await failure(signIn('ann', guessing));
  expect([error.code, times]).toEqual(['wrong-code', 3]);
});

test('asks again for a wrong code while setting up', async () => {
  const bob = person();
  const clumsy: ChallengeHandler = (challenge) => {
    const right = bob.onChallenge(challenge);
    return 'attempt' in challenge && challenge.attempt < 2 ? { code: '000000' } : right;
  };
  expect(await signIn('bob', clumsy)).toMatchObject({ username: 'bob' });
  expect(bob.asked.map(({ name }) => name)).toEqual(['MFA_SETUP', 'MFA_SETUP']);
});

test('a new user chooses a password and sets up an app in one go', async () => {
  const newcomer = person();
  expect(await signIn('new', newcomer.onChallenge)).toMatchObject({ username: 'new' });
  expect(newcomer.asked.map(({ name }) => name)).toEqual(['NEW_PASSWORD_REQUIRED', 'MFA_SETUP']);
});

test('names the challenge that nobody answers, and an answer that is to another', async () => {
  for (const onChallenge of [undefined, () => undefined]) {
    const error = await failure(signIn('ann', onChallenge));
    expect(error).toMatchObject({ code: 'challenge', challenge: 'SOFTWARE_TOKEN_MFA' });
  }
  const error = await failure(signIn('ann', () => ({ newPassword: 'x' })));
  expect(error.message).toBe('The answer to SOFTWARE_TOKEN_MFA has no code.');
});
