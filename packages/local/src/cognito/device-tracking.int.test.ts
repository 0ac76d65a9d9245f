import type { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import type { CognitoUser } from 'amazon-cognito-identity-js';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DeviceTracking } from './sign-in-settings.ts';
import { makeUser, sdk } from './test-support/administer.ts';
import { authenticate, identityUser, memoryStorage } from './test-support/identity-user.ts';
import { startTestPool, type TestPool } from './test-support/test-pool.ts';

let pool: TestPool;
let client: CognitoIdentityProvider;
beforeAll(async () => {
  pool = await startTestPool();
  client = sdk(pool);
});
afterAll(() => pool.close());

const track = (devices: DeviceTracking | null) => pool.cognito.pool.store.changeSettings({ devices });
beforeEach(() => {
  track({ replacesSecondFactor: true, onlyOnPrompt: false });
  pool.cognito.pool.store.changeSettings({ mfa: 'OPTIONAL', secondFactors: ['EMAIL_OTP', 'SMS_MFA'] });
});

const promised = <Value = unknown>(
  call: (callbacks: { onSuccess: (value: Value) => void; onFailure: (error: Error) => void }) => void,
) => new Promise<Value>((onSuccess, onFailure) => call({ onSuccess, onFailure }));

const lastCode = (username: string) =>
  pool.messages.findLast((message) => message.username === username)?.code ?? '';

/** Signs in with amazon-cognito-identity-js, and counts the codes it is asked for. */
async function signIn(user: CognitoUser, username: string, password: string) {
  let codes = 0;
  const session = await authenticate(user, password, (_, callbacks) => ({
    mfaRequired: () => {
      codes += 1;
      user.sendMFACode(lastCode(username), callbacks, 'SMS_MFA');
    },
  }));
  return { session, codes, token: session.getAccessToken().getJwtToken() };
}

/** Somebody who gets text messages as a second factor. */
async function wary() {
  const { username, password } = await makeUser(pool);
  const who = { UserPoolId: pool.poolId, Username: username };
  const UserAttributes = [{ Name: 'phone_number', Value: '+15550100' }];
  await client.adminUpdateUserAttributes({ ...who, UserAttributes });
  await client.adminSetUserMFAPreference({ ...who, SMSMfaSettings: { Enabled: true } });
  return { username, password, who };
}

describe('amazon-cognito-identity-js in a pool that tracks devices', () => {
  test('a device is confirmed with the first sign-in, and from then on stands in for the second factor', async () => {
    const { username, password, who } = await wary();
    const user = identityUser(pool, username);
    const first = await signIn(user, username, password);
    expect(first.codes).toBe(1);
    const key = String(first.session.getAccessToken().payload.device_key);
    expect(key).toMatch(/^eu-central-1_[0-9a-f-]{36}$/);
    const { Devices = [] } = await client.adminListDevices(who);
    expect(Devices.map(({ DeviceKey }) => DeviceKey)).toEqual([key]);
    const second = await signIn(user, username, password);
    expect([second.codes, second.session.getAccessToken().payload.device_key]).toEqual([0, key]);
    expect((await client.adminListDevices(who)).Devices).toHaveLength(1);
  });

  test('a device that the user has to agree to is asked for codes until then', async () => {
    track({ replacesSecondFactor: true, onlyOnPrompt: true });
    const { username, password } = await wary();
    const user = identityUser(pool, username);
    expect((await signIn(user, username, password)).codes).toBe(1);
    expect((await signIn(user, username, password)).codes).toBe(1);
    await promised((callbacks) => user.setDeviceStatusRemembered(callbacks));
    expect((await signIn(user, username, password)).codes).toBe(0);
    await promised((callbacks) => user.setDeviceStatusNotRemembered(callbacks));
    expect((await signIn(user, username, password)).codes).toBe(1);
  });

  test('a device proves itself after the code where it does not stand in for it', async () => {
    track({ replacesSecondFactor: false, onlyOnPrompt: false });
    const { username, password, who } = await wary();
    const user = identityUser(pool, username);
    await signIn(user, username, password);
    expect((await signIn(user, username, password)).codes).toBe(1);
    expect((await client.adminListDevices(who)).Devices).toHaveLength(1);
  });

  test('a device that was forgotten is a new one, and signs in by USER_PASSWORD_AUTH as well', async () => {
    const { username, password, who } = await wary();
    const user = identityUser(pool, username);
    const { session } = await signIn(user, username, password);
    const key = String(session.getAccessToken().payload.device_key);
    await client.adminForgetDevice({ ...who, DeviceKey: key });
    // The library drops what it knew, and brings its proof again.
    const again = await signIn(user, username, password);
    expect(again.codes).toBe(1);
    expect(again.session.getAccessToken().payload.device_key).not.toBe(key);
    user.setAuthenticationFlowType('USER_PASSWORD_AUTH');
    expect((await signIn(user, username, password)).codes).toBe(0);
  });

  test('a refresh token is its device’s', async () => {
    const { username, password, who } = await wary();
    const Storage = memoryStorage();
    const user = identityUser(pool, username, { Storage });
    const { session } = await signIn(user, username, password);
    const DEVICE_KEY = String(session.getAccessToken().payload.device_key);
    const REFRESH_TOKEN = session.getRefreshToken().getToken();
    const refresh = (device: object) =>
      client.initiateAuth({
        ...{ AuthFlow: 'REFRESH_TOKEN_AUTH', ClientId: pool.open.id },
        AuthParameters: { REFRESH_TOKEN, ...device },
      });
    const refused = { name: 'NotAuthorizedException', message: 'Invalid Refresh Token.' };
    expect((await refresh({ DEVICE_KEY })).AuthenticationResult?.AccessToken).toBeDefined();
    await expect(refresh({})).rejects.toMatchObject(refused);
    await expect(refresh({ DEVICE_KEY: `${DEVICE_KEY}0` })).rejects.toMatchObject(refused);
    const renewed = await new Promise((resolve, reject) =>
      user.refreshSession(session.getRefreshToken(), (error, value) =>
        error ? reject(error) : resolve(value),
      ),
    );
    expect(renewed).toBeDefined();
    const { AuthenticationResult } = await client.getTokensFromRefreshToken({
      ...{ ClientId: pool.open.id, RefreshToken: REFRESH_TOKEN, DeviceKey: DEVICE_KEY },
    });
    expect(AuthenticationResult?.AccessToken).toBeDefined();
    await client.adminForgetDevice({ ...who, DeviceKey: DEVICE_KEY });
    await expect(refresh({ DEVICE_KEY })).rejects.toMatchObject(refused);
    track(null);
    expect((await refresh({})).AuthenticationResult?.AccessToken).toBeDefined();
  });
});

describe('the devices of a user', () => {
  test('are listed, shown, set and forgotten by their user', async () => {
    const { username, password } = await makeUser(pool);
    const user = identityUser(pool, username);
    const tokens = [];
    for (let number = 0; number < 3; number += 1) {
      tokens.push((await signIn(identityUser(pool, username), username, password)).token);
    }
    await signIn(user, username, password);
    const AccessToken = tokens[0];
    const page = await client.listDevices({ AccessToken, Limit: 3 });
    const rest = await client.listDevices({ AccessToken, PaginationToken: page.PaginationToken });
    expect([page.Devices?.length, rest.Devices?.length, rest.PaginationToken]).toEqual([3, 1, undefined]);
    const { Device } = await client.getDevice({ AccessToken, DeviceKey: page.Devices?.[0]?.DeviceKey });
    expect(Device?.DeviceAttributes).toContainEqual({
      Name: 'dev:device_remembered_status',
      Value: 'remembered',
    });
    expect(Device?.DeviceCreateDate?.getTime()).toBeGreaterThan(Date.now() - 60_000);
    const DeviceKey = rest.Devices?.[0]?.DeviceKey;
    await client.updateDeviceStatus({ AccessToken, DeviceKey, DeviceRememberedStatus: 'not_remembered' });
    const shown = await promised<{ Device: { DeviceAttributes: unknown[] } }>((callbacks) =>
      user.getDevice(callbacks as never),
    );
    expect(shown.Device.DeviceAttributes).toContainEqual({
      Name: 'dev:device_remembered_status',
      Value: 'not_remembered',
    });
    await promised((callbacks) => user.forgetDevice(callbacks));
    expect((await client.listDevices({ AccessToken })).Devices).toHaveLength(3);
  });

  test('are nobody else’s, and refused in the words of AWS', async () => {
    const [ann, bob] = [await makeUser(pool), await makeUser(pool)];
    const hers = await signIn(identityUser(pool, ann.username), ann.username, ann.password);
    const { token: AccessToken } = await signIn(identityUser(pool, bob.username), bob.username, bob.password);
    const DeviceKey = String(hers.session.getAccessToken().payload.device_key);
    const unknown = { name: 'ResourceNotFoundException', message: 'Device does not exist.' };
    const who = { UserPoolId: pool.poolId, Username: bob.username };
    const remembered = { DeviceRememberedStatus: 'remembered' } as const;
    await expect(client.getDevice({ AccessToken, DeviceKey })).rejects.toMatchObject(unknown);
    await expect(client.forgetDevice({ AccessToken, DeviceKey })).rejects.toMatchObject(unknown);
    await expect(client.updateDeviceStatus({ AccessToken, DeviceKey, ...remembered })).rejects.toMatchObject(
      unknown,
    );
    await expect(client.adminGetDevice({ ...who, DeviceKey })).rejects.toMatchObject(unknown);
    await expect(client.adminUpdateDeviceStatus({ ...who, DeviceKey, ...remembered })).rejects.toMatchObject(
      unknown,
    );
    await expect(client.adminForgetDevice({ ...who, DeviceKey })).rejects.toMatchObject(unknown);
    await expect(
      client.initiateAuth({
        ...{ AuthFlow: 'USER_PASSWORD_AUTH', ClientId: pool.open.id },
        AuthParameters: { USERNAME: bob.username, PASSWORD: bob.password, DEVICE_KEY: DeviceKey },
      }),
    ).rejects.toMatchObject(unknown);
    // Whoever lacks the password does not learn which devices there are.
    await expect(
      client.initiateAuth({
        ...{ AuthFlow: 'USER_PASSWORD_AUTH', ClientId: pool.open.id },
        AuthParameters: { USERNAME: bob.username, PASSWORD: ann.password, DEVICE_KEY: DeviceKey },
      }),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });
});

describe('ConfirmDevice', () => {
  const begin = async () => {
    const { username, password } = await makeUser(pool);
    const { AuthenticationResult } = await client.initiateAuth({
      ...{ AuthFlow: 'USER_PASSWORD_AUTH', ClientId: pool.open.id },
      AuthParameters: { USERNAME: username, PASSWORD: password },
    });
    const { AccessToken, NewDeviceMetadata } = AuthenticationResult ?? {};
    return { AccessToken, DeviceKey: NewDeviceMetadata?.DeviceKey };
  };
  const DeviceSecretVerifierConfig = { PasswordVerifier: 'QUJD', Salt: 'QUJD' };
  const invalid = { name: 'InvalidParameterException', message: 'Invalid device key given.' };

  test('takes the key of its own sign-in, once', async () => {
    const [mine, other] = [await begin(), await begin()];
    const config = { DeviceSecretVerifierConfig };
    await expect(
      client.confirmDevice({ AccessToken: mine.AccessToken, DeviceKey: other.DeviceKey, ...config }),
    ).rejects.toMatchObject(invalid);
    expect(await client.confirmDevice({ ...mine, ...config })).toMatchObject({
      UserConfirmationNecessary: false,
    });
    await expect(client.confirmDevice({ ...mine, ...config })).rejects.toMatchObject({
      name: 'DeviceKeyExistsException',
    });
    track(null);
    await expect(
      client.confirmDevice({ ...(await begin()), DeviceKey: other.DeviceKey, ...config }),
    ).rejects.toMatchObject(invalid);
  });

  test.each([undefined, {}, { Salt: 'QUJD' }, { Salt: 'QUJD', PasswordVerifier: 'AA==' }])(
    'refuses a verifier that proves nothing: %j',
    async (config) => {
      await expect(
        client.confirmDevice({ ...(await begin()), DeviceSecretVerifierConfig: config }),
      ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    },
  );
});
