import type { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AppClient } from './entities.ts';
import { makeUser, sdk } from './test-support/administer.ts';
import { startSrp } from './test-support/srp-client.ts';
import { newPassword, startTestPool, type TestPool } from './test-support/test-pool.ts';

// With PreventUserExistenceErrors somebody unknown, somebody disabled and somebody who is there look alike.
let pool: TestPool;
let client: CognitoIdentityProvider;
let app: AppClient;
beforeAll(async () => {
  pool = await startTestPool();
  client = sdk(pool);
  const flows = ['ALLOW_USER_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH'] as const;
  const { store } = pool.cognito.pool;
  app = store.addClient({ name: 'hiding', flows, preventUserExistenceErrors: 'ENABLED' });
  store.changeSettings({ firstFactors: ['PASSWORD', 'EMAIL_OTP'] });
});
afterAll(() => pool.close());

type Flow = 'USER_AUTH' | 'USER_SRP_AUTH' | 'USER_PASSWORD_AUTH';
const begin = (AuthFlow: Flow, USERNAME: string, more: Record<string, string>, { id } = app) =>
  client.initiateAuth({ AuthFlow, ClientId: id, AuthParameters: { USERNAME, ...more } });

async function people() {
  const [known, disabled] = [await makeUser(pool), await makeUser(pool)];
  await client.adminDisableUser({ UserPoolId: pool.poolId, Username: disabled.username });
  // One to whom a code could have been sent, and who might have a password.
  let nobody = '';
  for (let number = 0; nobody === ''; number += 1) {
    const { AvailableChallenges } = await begin('USER_AUTH', `nobody-${number}`, {});
    const offered: readonly string[] = AvailableChallenges ?? [];
    if (['PASSWORD', 'EMAIL_OTP'].every((name) => offered.includes(name))) nobody = `nobody-${number}`;
  }
  return { known, disabled, nobody };
}

const outcome = async (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: Error) => `${error.name}: ${error.message}`,
  );

test('a wrong password', async () => {
  const { known, disabled, nobody } = await people();
  const SRP_A = (await startSrp(pool.cognito.pool.store.poolName)).publicKey;
  for (const username of [known.username, disabled.username, nobody]) {
    const PASSWORD = newPassword();
    const wrong = 'NotAuthorizedException: Incorrect username or password.';
    expect(await outcome(begin('USER_PASSWORD_AUTH', username, { PASSWORD }))).toBe(wrong);
    const preferred = { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD };
    expect(await outcome(begin('USER_AUTH', username, preferred))).toBe(wrong);
    expect(await begin('USER_SRP_AUTH', username, { SRP_A })).toMatchObject({
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeParameters: { USERNAME: username, SALT: expect.stringMatching(/^[0-9a-f]{32}$/) as string },
    });
  }
  const { username, password: PASSWORD } = disabled;
  expect(await outcome(begin('USER_PASSWORD_AUTH', username, { PASSWORD }))).toBe(
    'NotAuthorizedException: User is disabled.',
  );
});

test('a code by email', async () => {
  const { known, nobody } = await people();
  const seen = [];
  for (const username of [known.username, nobody]) {
    const { ChallengeName, ChallengeParameters, Session } = await begin('USER_AUTH', username, {
      PREFERRED_CHALLENGE: 'EMAIL_OTP',
    });
    const answers = [];
    for (const USERNAME of [username, username, 'somebody-else', username]) {
      const ChallengeResponses = { USERNAME, EMAIL_OTP_CODE: '0' };
      const answer = { ClientId: app.id, ChallengeName: 'EMAIL_OTP', ChallengeResponses, Session } as const;
      answers.push(await outcome(client.respondToAuthChallenge(answer)));
    }
    const masked = ChallengeParameters?.CODE_DELIVERY_DESTINATION?.replaceAll(/[a-z]/g, 'x');
    seen.push({ ChallengeName, masked, answers });
  }
  expect(seen[1]).toEqual(seen[0]);
});

test('a user who is disabled is offered the same as before', async () => {
  const { username } = await makeUser(pool);
  const offered = async () => (await begin('USER_AUTH', username, {})).AvailableChallenges;
  const details = async () =>
    (await begin('USER_AUTH', username, { PREFERRED_CHALLENGE: 'EMAIL_OTP' })).ChallengeParameters;
  const before = [await offered(), await details()];
  await client.adminDisableUser({ UserPoolId: pool.poolId, Username: username });
  expect([await offered(), await details()]).toEqual(before);
});

test('a disabled user gets no code', async () => {
  const { disabled } = await people();
  const before = pool.messages.length;
  await begin('USER_AUTH', disabled.username, { PREFERRED_CHALLENGE: 'EMAIL_OTP' });
  expect(pool.messages).toHaveLength(before);
});

test('a user name of the pool’s own making, where people sign in by an address', async () => {
  const { UserPool } = await client.createUserPool({ PoolName: 'by-email', UsernameAttributes: ['email'] });
  const UserPoolId = UserPool?.Id;
  const { UserPoolClient } = await client.createUserPoolClient({
    ...{ UserPoolId, ClientName: 'hiding', PreventUserExistenceErrors: 'ENABLED' },
    ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
  });
  const email = `${randomUUID()}@example.com`;
  await client.adminCreateUser({ UserPoolId, Username: email, TemporaryPassword: newPassword() });
  const id = UserPoolClient?.ClientId ?? '';
  const names = [];
  for (const username of [email, 'nobody@example.com', 'nobody@example.com']) {
    const SRP_A = (await startSrp('x')).publicKey;
    const { ChallengeParameters = {} } = await begin('USER_SRP_AUTH', username, { SRP_A }, { ...app, id });
    names.push(ChallengeParameters.USER_ID_FOR_SRP);
  }
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  expect(names).toEqual([expect.stringMatching(uuid), expect.stringMatching(uuid), names[1]]);
});

test('a session that was never given out, with a new password or without', async () => {
  const { known, nobody } = await people();
  for (const USERNAME of [known.username, nobody]) {
    const ChallengeResponses = {
      ...{ USERNAME, NEW_PASSWORD: 'short' },
      'userAttributes.email': 'other@example.com',
    };
    const answer = { ClientId: app.id, ChallengeName: 'NEW_PASSWORD_REQUIRED', ChallengeResponses } as const;
    expect(await outcome(client.respondToAuthChallenge({ ...answer, Session: 'x'.repeat(40) }))).toBe(
      'NotAuthorizedException: Invalid session for the user.',
    );
  }
});

test('a forgotten password, of nobody, of a disabled user, and of one who cannot be reached', async () => {
  const { known, disabled, nobody } = await people();
  const unreachable = await makeUser(pool);
  pool.cognito.pool.store.updateUser(unreachable.username, { attributes: {} }, 0);
  const details = [];
  for (const Username of [known.username, disabled.username, unreachable.username, nobody]) {
    const { CodeDeliveryDetails } = await client.forgotPassword({ ClientId: app.id, Username });
    details.push(CodeDeliveryDetails);
  }
  expect(new Set(details.map((one) => JSON.stringify(one))).size).toBe(1);
});
