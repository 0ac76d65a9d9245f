import {
  AdminForgetDeviceCommand,
  AdminListDevicesCommand,
  AdminSetUserMFAPreferenceCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { startLocal, type TestBackend } from '@postern/local/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { memoryStore, userPoolSource, type ChallengeHandler, type UserPoolOptions } from './index.ts';
import { administrator, makeAppClient } from './test-support/administer.ts';

// A user pool that tracks devices: ours is confirmed, or there would be no renewal.
let local: TestBackend;
const at = { nowMs: Date.now() };
beforeAll(async () => {
  local = await startLocal({
    schema: 'type Note @model { id: ID! }',
    now: () => at.nowMs,
    signIn: {
      ...{ mfa: 'OPTIONAL', secondFactors: ['EMAIL_OTP'] },
      devices: { replacesSecondFactor: true, onlyOnPrompt: false },
    },
  });
});
afterAll(() => local.close());

const optionsOf = (who: { username: string; password: string }, extra: Partial<UserPoolOptions> = {}) => {
  const { region, userPoolId, clients, cognitoEndpoint: endpoint, roles } = local;
  const { username, password } = who;
  return {
    ...{ region, userPoolId, endpoint, ...clients.public, username, password },
    ...{ credentials: roles.admin, now: () => at.nowMs, ...extra },
  };
};
const who = (username: string) => ({ UserPoolId: local.userPoolId, Username: username });
const devicesOf = async (username: string) =>
  (await administrator(local).send(new AdminListDevicesCommand(who(username)))).Devices ?? [];
const claims = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { device_key?: string };

for (const flow of [
  'USER_SRP_AUTH',
  'USER_PASSWORD_AUTH',
  'ADMIN_USER_PASSWORD_AUTH',
  'USER_AUTH',
] as const) {
  test(`${flow} confirms its device, and renews on it, with an app client secret as well`, async () => {
    for (const appClient of [local.clients.public, local.clients.confidential]) {
      const user = await local.asUser();
      const source = userPoolSource(optionsOf(user, { flow, ...appClient }));
      const first = await source.tokens();
      const [device] = await devicesOf(user.username);
      expect(claims(first.accessToken).device_key).toBe(device?.DeviceKey);
      at.nowMs += 3_590_000;
      const renewed = await source.tokens();
      expect(renewed.accessToken).not.toBe(first.accessToken);
      expect(claims(renewed.accessToken).device_key).toBe(device?.DeviceKey);
      // The same session: nobody signed in again, which would have made another device.
      expect(await devicesOf(user.username)).toHaveLength(1);
    }
  });
}

test('renews on its device where refresh tokens rotate', async () => {
  const user = await local.asUser();
  const appClient = await makeAppClient(local, {
    ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
  });
  const source = userPoolSource(optionsOf(user, appClient));
  for (let hour = 0; hour < 3; hour += 1) {
    await source.tokens();
    at.nowMs += 3_590_000;
  }
  expect(await devicesOf(user.username)).toHaveLength(1);
});

test('renews from a store in another process, which knows the device from the token', async () => {
  const user = await local.asUser();
  const store = memoryStore();
  await userPoolSource(optionsOf(user, { store })).tokens();
  at.nowMs += 3_590_000;
  const { password: _, ...options } = optionsOf(user, { store });
  expect((await userPoolSource(options).identity()).username).toBe(user.username);
  expect(await devicesOf(user.username)).toHaveLength(1);
});

test('signs in again where its device was forgotten', async () => {
  const user = await local.asUser();
  const source = userPoolSource(optionsOf(user));
  const { accessToken } = await source.tokens();
  const DeviceKey = claims(accessToken).device_key;
  await administrator(local).send(new AdminForgetDeviceCommand({ ...who(user.username), DeviceKey }));
  at.nowMs += 3_590_000;
  const again = claims((await source.tokens()).accessToken).device_key;
  expect(again).not.toBe(DeviceKey);
  expect((await devicesOf(user.username)).map((device) => device.DeviceKey)).toEqual([again]);
});

test('a second factor is asked for at each sign-in, but not at a renewal', async () => {
  const attributes = { email: 'ann@example.com', email_verified: 'true' };
  const user = await local.asUser({ attributes });
  const EmailMfaSettings = { Enabled: true, PreferredMfa: true };
  await administrator(local).send(
    new AdminSetUserMFAPreferenceCommand({ ...who(user.username), EmailMfaSettings }),
  );
  let asked = 0;
  const onChallenge: ChallengeHandler = () => {
    asked += 1;
    return { code: local.messages.at(-1)?.code ?? '' };
  };
  const source = userPoolSource(optionsOf(user, { onChallenge }));
  await source.tokens();
  at.nowMs += 3_590_000;
  await source.tokens();
  expect(asked).toBe(1);
  await userPoolSource(optionsOf(user, { onChallenge })).tokens();
  expect([asked, (await devicesOf(user.username)).length]).toEqual([2, 2]);
});
