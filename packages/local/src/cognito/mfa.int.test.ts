import type { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { generateSync } from 'otplib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeUser, sdk } from './test-support/administer.ts';
import { startTestPool, type TestPool } from './test-support/test-pool.ts';

let pool: TestPool;
let client: CognitoIdentityProvider;
beforeAll(async () => {
  pool = await startTestPool();
  client = sdk(pool);
  await configure('OPTIONAL');
});
afterAll(() => pool.close());

const configure = (MfaConfiguration: 'ON' | 'OFF' | 'OPTIONAL') =>
  sdk(pool).setUserPoolMfaConfig({
    UserPoolId: pool.poolId,
    MfaConfiguration,
    SoftwareTokenMfaConfiguration: { Enabled: MfaConfiguration !== 'OFF' },
  });

const signIn = (USERNAME: string, PASSWORD: string) =>
  client.initiateAuth({
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: pool.open.id,
    AuthParameters: { USERNAME, PASSWORD },
  });
const answer = (USERNAME: string, SOFTWARE_TOKEN_MFA_CODE: string, Session: string | undefined) =>
  client.respondToAuthChallenge({
    ClientId: pool.open.id,
    ChallengeName: 'SOFTWARE_TOKEN_MFA',
    ChallengeResponses: { USERNAME, SOFTWARE_TOKEN_MFA_CODE },
    Session,
  });

/** A code of an authenticator app that is not ours. */
const codeOf = (secret: string, offsetSeconds = 0): string =>
  generateSync({ secret, epoch: Math.floor((Date.now() + pool.aheadMs()) / 1000) + offsetSeconds });

async function userWithApp() {
  const { username, password } = await makeUser(pool);
  const { AuthenticationResult } = await signIn(username, password);
  const AccessToken = AuthenticationResult?.AccessToken;
  const { SecretCode: secret = '' } = await client.associateSoftwareToken({ AccessToken });
  await client.verifySoftwareToken({
    AccessToken,
    UserCode: codeOf(secret),
    FriendlyDeviceName: 'phone',
  });
  await client.setUserMFAPreference({
    AccessToken,
    SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
  });
  return { username, password, secret, AccessToken };
}

describe('a second factor', () => {
  test('is set up by whoever is signed in, and asked for from then on', async () => {
    const { username, password, secret, AccessToken } = await userWithApp();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(await client.getUser({ AccessToken })).toMatchObject({
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
      PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
    });
    const challenge = await signIn(username, password);
    expect(challenge).toMatchObject({
      ChallengeName: 'SOFTWARE_TOKEN_MFA',
      ChallengeParameters: { FRIENDLY_DEVICE_NAME: 'phone', USER_ID_FOR_SRP: username },
    });
    expect(challenge.AuthenticationResult).toBeUndefined();
    const { AuthenticationResult } = await answer(username, codeOf(secret), challenge.Session);
    expect(AuthenticationResult?.AccessToken).toBeDefined();
  });

  test('is not set up by a wrong code, nor preferred before a right one', async () => {
    const { username, password } = await makeUser(pool);
    const { AuthenticationResult } = await signIn(username, password);
    const AccessToken = AuthenticationResult?.AccessToken;
    const { SecretCode = '' } = await client.associateSoftwareToken({ AccessToken });
    const UserCode = String((Number(codeOf(SecretCode)) + 1) % 1_000_000).padStart(6, '0');
    await expect(client.verifySoftwareToken({ AccessToken, UserCode })).rejects.toMatchObject({
      name: 'EnableSoftwareTokenMFAException',
      message: 'Code mismatch',
    });
    await expect(
      client.setUserMFAPreference({ AccessToken, SoftwareTokenMfaSettings: { Enabled: true } }),
    ).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'User has not verified software token mfa',
    });
    expect((await signIn(username, password)).AuthenticationResult).toBeDefined();
  });

  test('takes a code once, gives a few tries, and no more', async () => {
    const { username, password, secret } = await userWithApp();
    const first = await signIn(username, password);
    const code = codeOf(secret);
    await answer(username, code, first.Session);
    const second = await signIn(username, password);
    await expect(answer(username, code, second.Session)).rejects.toMatchObject({
      name: 'ExpiredCodeException',
      message: 'Your software token has already been used once.',
    });
    await expect(answer(username, '12345', second.Session)).rejects.toMatchObject({
      name: 'CodeMismatchException',
      message: 'Invalid code received for user',
    });
    await expect(answer(username, codeOf(secret, 300), second.Session)).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    await expect(answer(username, codeOf(secret, 30), second.Session)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  test('is bound to its user, its app client and its time', async () => {
    const { username, password, secret } = await userWithApp();
    const other = await userWithApp();
    const { Session } = await signIn(username, password);
    await expect(answer(other.username, codeOf(other.secret), Session)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    const again = await signIn(username, password);
    pool.advance(181_000);
    await expect(
      sdk(pool).respondToAuthChallenge({
        ClientId: pool.open.id,
        ChallengeName: 'SOFTWARE_TOKEN_MFA',
        ChallengeResponses: { USERNAME: username, SOFTWARE_TOKEN_MFA_CODE: codeOf(secret) },
        Session: again.Session,
      }),
    ).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid session for the user, session is expired.',
    });
  });

  test('is not asked for when its user, an administrator or the pool switched it off', async () => {
    const { username, password, AccessToken } = await userWithApp();
    await client.setUserMFAPreference({ AccessToken, SoftwareTokenMfaSettings: { Enabled: false } });
    expect((await signIn(username, password)).AuthenticationResult).toBeDefined();
    const who = { UserPoolId: pool.poolId, Username: username };
    const enable = (Enabled: boolean) =>
      sdk(pool).adminSetUserMFAPreference({ ...who, SoftwareTokenMfaSettings: { Enabled } });
    await enable(true);
    expect((await signIn(username, password)).ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    await configure('OFF');
    expect((await signIn(username, password)).AuthenticationResult).toBeDefined();
    await configure('OPTIONAL');
  });

  test('by a passkey is refused by name', async () => {
    const { AccessToken } = await userWithApp();
    await expect(
      client.setUserMFAPreference({ AccessToken, WebAuthnMfaSettings: { Enabled: true } }),
    ).rejects.toThrow('WebAuthnMfaSettings is not supported by the local user pool.');
  });
});

describe('a pool that demands a second factor', () => {
  test('lets nobody in before it is set up, on the way', async () => {
    await configure('ON');
    const { username, password } = await makeUser(pool);
    const challenge = await signIn(username, password);
    expect(challenge).toMatchObject({
      ChallengeName: 'MFA_SETUP',
      ChallengeParameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' },
    });
    const finish = (Session: string | undefined) =>
      client.respondToAuthChallenge({
        ClientId: pool.open.id,
        ChallengeName: 'MFA_SETUP',
        ChallengeResponses: { USERNAME: username },
        Session,
      });
    await expect(finish(challenge.Session)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    const { Session: begun } = await signIn(username, password);
    const { SecretCode = '', Session: associated } = await client.associateSoftwareToken({ Session: begun });
    const { Status, Session: verified } = await client.verifySoftwareToken({
      Session: associated,
      UserCode: codeOf(SecretCode),
    });
    expect(Status).toBe('SUCCESS');
    await expect(finish(associated)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect((await finish(verified)).AuthenticationResult?.AccessToken).toBeDefined();
    const next = await signIn(username, password);
    expect(next.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    await configure('OPTIONAL');
  });

  test('asks after a new password as well', async () => {
    await configure('ON');
    const { username, password } = await makeUser(pool, { temporary: true });
    const { ChallengeName, Session } = await signIn(username, password);
    expect(ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    const next = await client.respondToAuthChallenge({
      ClientId: pool.open.id,
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      ChallengeResponses: { USERNAME: username, NEW_PASSWORD: `${password}x` },
      Session,
    });
    expect(next.ChallengeName).toBe('MFA_SETUP');
    expect(next.AuthenticationResult).toBeUndefined();
    await configure('OPTIONAL');
  });
});
