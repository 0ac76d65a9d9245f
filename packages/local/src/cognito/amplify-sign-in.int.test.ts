import { Amplify } from 'aws-amplify';
import {
  autoSignIn,
  confirmSignIn,
  confirmSignUp,
  fetchAuthSession,
  fetchDevices,
  forgetDevice,
  rememberDevice,
  signIn,
  signOut,
  signUp,
  updateMFAPreference,
  type SignInInput,
} from 'aws-amplify/auth';
import { generateSync } from 'otplib';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestPool, type TestPool } from './test-support/test-pool.ts';
import { makeUser, sdk } from './test-support/administer.ts';

// Every way that aws-amplify goes through a sign-in.
let pool: TestPool;
beforeAll(async () => {
  pool = await startTestPool();
  const flows = [
    'ALLOW_USER_SRP_AUTH',
    'ALLOW_USER_PASSWORD_AUTH',
    'ALLOW_USER_AUTH',
    'ALLOW_REFRESH_TOKEN_AUTH',
  ] as const;
  const { id: userPoolClientId } = pool.cognito.pool.store.addClient({ name: 'amplify', flows });
  Amplify.configure({
    Auth: { Cognito: { userPoolId: pool.poolId, userPoolClientId, userPoolEndpoint: pool.url } },
  });
});
beforeEach(() => {
  pool.cognito.pool.store.changeSettings({
    ...{ mfa: 'OPTIONAL', secondFactors: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'] },
    ...{ firstFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP'], devices: null },
  });
});
afterEach(() => signOut().catch(() => undefined));
afterAll(() => pool.close());

async function somebody() {
  const { username, password } = await makeUser(pool);
  await sdk(pool).adminUpdateUserAttributes({
    UserPoolId: pool.poolId,
    Username: username,
    UserAttributes: [
      { Name: 'phone_number', Value: '+15550100' },
      { Name: 'phone_number_verified', Value: 'true' },
    ],
  });
  return { username, password };
}

const lastCode = () => pool.messages.at(-1)?.code ?? '';
type Next = Awaited<ReturnType<typeof signIn>>['nextStep'];

/** Signs in and answers what is asked; returns the names of the steps. */
async function goThrough(input: SignInInput, answer: (step: Next) => string): Promise<string[]> {
  const steps = [];
  let { nextStep } = await signIn(input);
  while (nextStep.signInStep !== 'DONE') {
    steps.push(nextStep.signInStep);
    ({ nextStep } = await confirmSignIn({ challengeResponse: answer(nextStep) }));
  }
  return steps;
}

for (const preferredChallenge of ['EMAIL_OTP', 'SMS_OTP', 'PASSWORD', 'PASSWORD_SRP'] as const) {
  test(`USER_AUTH with ${preferredChallenge} preferred, and chosen`, async () => {
    const { username, password } = await somebody();
    const byCode = preferredChallenge.endsWith('OTP');
    const confirm = `CONFIRM_SIGN_IN_WITH_${preferredChallenge.replace('OTP', 'CODE')}`;
    const options = { authFlowType: 'USER_AUTH', preferredChallenge } as const;
    const given = byCode ? { username, options } : { username, password, options };
    expect(await goThrough(given, lastCode)).toEqual(byCode ? [confirm] : []);
    await signOut();
    const chosen = await goThrough({ username, options: { authFlowType: 'USER_AUTH' } }, (step) => {
      if (step.signInStep !== 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION')
        return byCode ? lastCode() : password;
      expect(step.availableChallenges).toEqual(['PASSWORD_SRP', 'PASSWORD', 'EMAIL_OTP', 'SMS_OTP']);
      return preferredChallenge;
    });
    expect(chosen).toEqual([
      'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION',
      byCode ? confirm : 'CONFIRM_SIGN_IN_WITH_PASSWORD',
    ]);
    expect((await fetchAuthSession()).tokens?.accessToken).toBeDefined();
  });
}

test('a sign-up without a password, which goes on to a sign-in by itself', async () => {
  const username = `signed-up-${pool.messages.length}`;
  const userAttributes = { email: `${username}@example.com` };
  await signUp({ username, options: { userAttributes, autoSignIn: { authFlowType: 'USER_AUTH' } } });
  const { nextStep } = await confirmSignUp({ username, confirmationCode: lastCode() });
  expect(nextStep.signUpStep).toBe('COMPLETE_AUTO_SIGN_IN');
  expect((await autoSignIn()).isSignedIn).toBe(true);
  expect((await fetchAuthSession()).tokens?.idToken?.payload.email).toBe(userAttributes.email);
});

test('a second factor that is chosen', async () => {
  const { username, password } = await somebody();
  await signIn({ username, password });
  await updateMFAPreference({ sms: 'ENABLED', email: 'ENABLED' });
  await signOut();
  const steps = await goThrough({ username, password }, (step) =>
    step.signInStep === 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION' ? 'EMAIL' : lastCode(),
  );
  expect(steps).toEqual(['CONTINUE_SIGN_IN_WITH_MFA_SELECTION', 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE']);
});

test('a second factor that is set up on the way: an app, or an email address', async () => {
  pool.cognito.pool.store.changeSettings({ mfa: 'ON', secondFactors: ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'] });
  for (const factor of ['TOTP', 'EMAIL']) {
    const { username, password } = await makeUser(pool);
    pool.cognito.pool.store.updateUser(username, { attributes: {} }, 0);
    const steps = await goThrough({ username, password }, (step) => {
      switch (step.signInStep) {
        case 'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION':
          expect(step.allowedMFATypes).toEqual(['TOTP', 'EMAIL']);
          return factor;
        case 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP': {
          const epoch = Math.floor((Date.now() + pool.aheadMs()) / 1000);
          return generateSync({ secret: step.totpSetupDetails.sharedSecret, epoch });
        }
        case 'CONTINUE_SIGN_IN_WITH_EMAIL_SETUP':
          return 'new@example.com';
        default:
          return lastCode();
      }
    });
    expect(steps.slice(0, 2)).toEqual([
      'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION',
      `CONTINUE_SIGN_IN_WITH_${factor}_SETUP`,
    ]);
    await signOut();
  }
});

test('a device that is remembered stands in for the second factor, until it is forgotten', async () => {
  pool.cognito.pool.store.changeSettings({ devices: { replacesSecondFactor: true, onlyOnPrompt: true } });
  const { username, password } = await somebody();
  const again = async () => {
    await signOut();
    return goThrough({ username, password }, lastCode);
  };
  await goThrough({ username, password }, lastCode);
  await updateMFAPreference({ sms: 'PREFERRED' });
  expect(await again()).toEqual(['CONFIRM_SIGN_IN_WITH_SMS_CODE']);
  await rememberDevice();
  expect(await again()).toEqual([]);
  expect((await fetchAuthSession({ forceRefresh: true })).tokens?.accessToken).toBeDefined();
  const devices = await fetchDevices();
  expect(devices).toHaveLength(1);
  await forgetDevice();
  expect(await again()).toEqual(['CONFIRM_SIGN_IN_WITH_SMS_CODE']);
});
