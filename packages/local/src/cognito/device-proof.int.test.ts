import type { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeUser, sdk } from './test-support/administer.ts';
import { authenticate, identityUser } from './test-support/identity-user.ts';
import { startSrp, timestamp } from './test-support/srp-client.ts';
import { secretHash, startTestPool, type TestPool } from './test-support/test-pool.ts';

// The proof of a remembered device, taken apart: what an attacker would change of it.
let pool: TestPool;
let client: CognitoIdentityProvider;
let owner: Owner;
beforeAll(async () => {
  pool = await startTestPool();
  client = sdk(pool);
  pool.cognito.pool.store.changeSettings({ devices: { replacesSecondFactor: true, onlyOnPrompt: false } });
  owner = await withDevice();
});
afterAll(() => pool.close());

interface Owner {
  readonly username: string;
  readonly password: string;
  readonly device: { deviceKey: string; deviceGroupKey: string; randomPassword: string };
}

// amazon-cognito-identity-js makes the device, and keeps what proves it in these properties.
async function withDevice(): Promise<Owner> {
  const { username, password } = await makeUser(pool);
  const user = identityUser(pool, username);
  await authenticate(user, password);
  const { deviceKey, deviceGroupKey, randomPassword } = user as unknown as Owner['device'];
  return { username, password, device: { deviceKey, deviceGroupKey, randomPassword } };
}

const begin = ({ username, password, device }: Owner) =>
  sdk(pool).initiateAuth({
    ...{ AuthFlow: 'USER_PASSWORD_AUTH', ClientId: pool.open.id },
    AuthParameters: { USERNAME: username, PASSWORD: password, DEVICE_KEY: device.deviceKey },
  });

const answer = (
  ChallengeName: 'DEVICE_SRP_AUTH' | 'DEVICE_PASSWORD_VERIFIER' | 'PASSWORD_VERIFIER',
  ChallengeResponses: Record<string, string>,
  Session?: string,
  ClientId = pool.open.id,
) => sdk(pool).respondToAuthChallenge({ ClientId, ChallengeName, ChallengeResponses, Session });

/** Everything up to the last answer, which is given back; `changes` go into the device that proves itself. */
async function prove(as = owner, changes: Partial<Owner['device']> = {}, sendsSession = true) {
  const { deviceKey, deviceGroupKey, randomPassword } = { ...as.device, ...changes };
  const { Session, ChallengeName } = await begin(as);
  expect(ChallengeName).toBe('DEVICE_SRP_AUTH');
  const srp = await startSrp(deviceGroupKey);
  const { ChallengeName: next, ChallengeParameters = {} } = await answer(
    'DEVICE_SRP_AUTH',
    { USERNAME: as.username, DEVICE_KEY: deviceKey, SRP_A: srp.publicKey },
    ...(sendsSession ? [Session] : []),
  );
  expect(next).toBe('DEVICE_PASSWORD_VERIFIER');
  const { SALT = '', SRP_B = '', SECRET_BLOCK = '' } = ChallengeParameters;
  const TIMESTAMP = timestamp();
  const signature = createHmac('sha256', await srp.key(deviceKey, randomPassword, SRP_B, SALT))
    .update(deviceGroupKey)
    .update(deviceKey)
    .update(Buffer.from(SECRET_BLOCK, 'base64'))
    .update(TIMESTAMP);
  return {
    USERNAME: as.username,
    DEVICE_KEY: deviceKey,
    PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
    PASSWORD_CLAIM_SIGNATURE: signature.digest('base64'),
    TIMESTAMP,
  };
}
const finish = (proof: Record<string, string>, ClientId?: string, session?: string) =>
  answer('DEVICE_PASSWORD_VERIFIER', proof, session, ClientId);
const wrong = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };
const invalidSession = { name: 'NotAuthorizedException', message: 'Invalid session for the user.' };

test('takes a proof once, with or without the session of the step before', async () => {
  for (const sendsSession of [true, false]) {
    const proof = await prove(owner, {}, sendsSession);
    expect((await finish(proof)).AuthenticationResult?.NewDeviceMetadata).toBeUndefined();
    await expect(finish(proof)).rejects.toMatchObject(invalidSession);
  }
});

test('refuses a proof by another password, or of another device of the pool', async () => {
  await expect(finish(await prove(owner, { randomPassword: 'guessed' }))).rejects.toMatchObject(wrong);
  const other = await withDevice();
  const { deviceKey: _, ...secrets } = other.device;
  await expect(finish(await prove(owner, secrets))).rejects.toMatchObject(wrong);
  await expect(prove(owner, other.device)).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Device does not exist.',
  });
});

test('is no way around the password', async () => {
  const fresh = await withDevice();
  const { deviceKey: DEVICE_KEY } = fresh.device;
  const { publicKey: SRP_A } = await startSrp(fresh.device.deviceGroupKey);
  const start = { USERNAME: fresh.username, DEVICE_KEY, SRP_A };
  for (const Session of [undefined, 'x'.repeat(30)]) {
    await expect(answer('DEVICE_SRP_AUTH', start, Session)).rejects.toMatchObject(invalidSession);
  }
  const proof = await prove(owner);
  await expect(answer('PASSWORD_VERIFIER', proof)).rejects.toMatchObject(wrong);
  expect((await finish(proof)).AuthenticationResult).toBeDefined();
});

test('is bound to its user, its app client and its three minutes', async () => {
  const other = await withDevice();
  await expect(finish({ ...(await prove()), USERNAME: other.username })).rejects.toMatchObject(
    invalidSession,
  );
  await expect(finish({ ...(await prove()), DEVICE_KEY: other.device.deviceKey })).rejects.toMatchObject(
    invalidSession,
  );
  const SECRET_HASH = secretHash(owner.username, pool.secret);
  await expect(finish({ ...(await prove()), SECRET_HASH }, pool.secret.id)).rejects.toMatchObject(
    invalidSession,
  );
  const { Session } = await begin(owner);
  await expect(finish(await prove(), undefined, Session)).rejects.toMatchObject(invalidSession);
  const { publicKey: SRP_A } = await startSrp(owner.device.deviceGroupKey);
  const { deviceKey: DEVICE_KEY } = owner.device;
  await expect(
    answer('DEVICE_SRP_AUTH', { USERNAME: other.username, DEVICE_KEY, SRP_A }, Session),
  ).rejects.toMatchObject(invalidSession);
  const proof = await prove();
  pool.advance(181_000);
  await expect(finish(proof)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  pool.advance(-181_000);
});

test('ends with the device, or with its user', async () => {
  const [forgetful, disabled] = [await withDevice(), await withDevice()];
  const who = ({ username }: Owner) => ({ UserPoolId: pool.poolId, Username: username });
  const proof = await prove(forgetful);
  await client.adminForgetDevice({ ...who(forgetful), DeviceKey: forgetful.device.deviceKey });
  await expect(finish(proof)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  const another = await prove(disabled);
  await client.adminDisableUser(who(disabled));
  await expect(finish(another)).rejects.toMatchObject({ message: 'User is disabled.' });
});

test.each(['0', 'not hexadecimal'])('refuses SRP_A "%s"', async (SRP_A) => {
  const { Session } = await begin(owner);
  const start = { USERNAME: owner.username, DEVICE_KEY: owner.device.deviceKey, SRP_A };
  await expect(answer('DEVICE_SRP_AUTH', start, Session)).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
});
