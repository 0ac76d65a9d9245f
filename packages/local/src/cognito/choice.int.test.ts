import type { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { AppClient } from './entities.ts';
import { makeUser, sdk } from './test-support/administer.ts';
import { startSrp, timestamp } from './test-support/srp-client.ts';
import { newPassword, startTestPool, type TestPool } from './test-support/test-pool.ts';

// USER_AUTH: whoever signs in chooses the first factor.
let pool: TestPool;
let client: CognitoIdentityProvider;
let app: AppClient;
let hiding: AppClient;
beforeAll(async () => {
  pool = await startTestPool();
  client = sdk(pool);
  const { store } = pool.cognito.pool;
  const flows = ['ALLOW_USER_AUTH'] as const;
  app = store.addClient({ name: 'choice', flows });
  hiding = store.addClient({ name: 'hiding', flows, preventUserExistenceErrors: 'ENABLED' });
});
beforeEach(() => {
  pool.cognito.pool.store.changeSettings({
    ...{ firstFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP'], mfa: 'OFF', autoVerified: ['email'] },
  });
});
afterAll(() => pool.close());

const begin = (USERNAME: string, more: Record<string, string> = {}, ClientId = app.id) =>
  client.initiateAuth({ AuthFlow: 'USER_AUTH', ClientId, AuthParameters: { USERNAME, ...more } });
const answer = (
  ChallengeName: 'SELECT_CHALLENGE' | 'EMAIL_OTP' | 'SMS_OTP' | 'PASSWORD' | 'PASSWORD_SRP' | 'WEB_AUTHN',
  ChallengeResponses: Record<string, string>,
  Session: string | undefined,
  ClientId = app.id,
) => sdk(pool).respondToAuthChallenge({ ClientId, ChallengeName, ChallengeResponses, Session });
const sentTo = (username: string) => pool.messages.findLast((message) => message.username === username);
const invalidSession = { name: 'NotAuthorizedException', message: 'Invalid session for the user.' };

test('offers what the pool allows and the user has', async () => {
  const { username } = await makeUser(pool);
  expect(await begin(username)).toMatchObject({
    ChallengeName: 'SELECT_CHALLENGE',
    AvailableChallenges: ['PASSWORD_SRP', 'PASSWORD', 'EMAIL_OTP'],
    Session: expect.stringMatching(/^.{20,}$/) as string,
  });
  await client.updateUserPool({
    UserPoolId: pool.poolId,
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] } },
  });
  expect((await begin(username)).AvailableChallenges).toEqual(['PASSWORD_SRP', 'PASSWORD']);
});

test('signs in by a preferred password at once, by a chosen one, and by one that is asked for', async () => {
  const { username, password: PASSWORD } = await makeUser(pool);
  const at = await begin(username, { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD });
  expect(at.AuthenticationResult?.AccessToken).toBeDefined();
  const { Session } = await begin(username);
  const chosen = await answer(
    'SELECT_CHALLENGE',
    { USERNAME: username, ANSWER: 'PASSWORD', PASSWORD },
    Session,
  );
  expect(chosen.AuthenticationResult?.AccessToken).toBeDefined();
  const asked = await begin(username, { PREFERRED_CHALLENGE: 'PASSWORD' });
  expect(asked.ChallengeName).toBe('PASSWORD');
  const given = await answer('PASSWORD', { USERNAME: username, PASSWORD }, asked.Session);
  expect(given.AuthenticationResult?.AccessToken).toBeDefined();
  await expect(answer('PASSWORD', { USERNAME: username, PASSWORD }, asked.Session)).rejects.toMatchObject(
    invalidSession,
  );
});

test('signs in by SRP, chosen or asked for', async () => {
  const { username, password } = await makeUser(pool);
  const { poolName } = pool.cognito.pool.store;
  for (const how of ['chosen', 'asked'] as const) {
    const srp = await startSrp(poolName);
    const SRP_A = srp.publicKey;
    const { Session } = await begin(username, how === 'asked' ? { PREFERRED_CHALLENGE: 'PASSWORD_SRP' } : {});
    const { ChallengeName, ChallengeParameters = {} } =
      how === 'asked'
        ? await answer('PASSWORD_SRP', { USERNAME: username, SRP_A }, Session)
        : await answer('SELECT_CHALLENGE', { USERNAME: username, ANSWER: 'PASSWORD_SRP', SRP_A }, Session);
    expect(ChallengeName).toBe('PASSWORD_VERIFIER');
    const { USER_ID_FOR_SRP: name = '', SALT = '', SRP_B = '', SECRET_BLOCK = '' } = ChallengeParameters;
    const TIMESTAMP = timestamp();
    const claim = createHmac('sha256', await srp.key(name, password, SRP_B, SALT))
      .update(poolName)
      .update(name)
      .update(Buffer.from(SECRET_BLOCK, 'base64'))
      .update(TIMESTAMP);
    const { AuthenticationResult } = await client.respondToAuthChallenge({
      ClientId: app.id,
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeResponses: {
        ...{ USERNAME: name, PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK, TIMESTAMP },
        PASSWORD_CLAIM_SIGNATURE: claim.digest('base64'),
      },
    });
    expect(AuthenticationResult?.AccessToken).toBeDefined();
  }
});

test('signs in by a code sent by email, or by text message, which is good once', async () => {
  const { username } = await makeUser(pool);
  await client.adminUpdateUserAttributes({
    UserPoolId: pool.poolId,
    Username: username,
    UserAttributes: [
      { Name: 'phone_number', Value: '+15550100' },
      { Name: 'phone_number_verified', Value: 'true' },
    ],
  });
  const email = await begin(username, { PREFERRED_CHALLENGE: 'EMAIL_OTP' });
  expect(email).toMatchObject({
    ChallengeName: 'EMAIL_OTP',
    ChallengeParameters: { CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL', CODE_DELIVERY_DESTINATION: 'u***@e***' },
  });
  const { code = '', destination, purpose } = sentTo(username) ?? {};
  expect([code, destination, purpose]).toEqual([
    expect.stringMatching(/^\d{8}$/),
    `${username}@example.com`,
    'sign-in',
  ]);
  const right = { USERNAME: username, EMAIL_OTP_CODE: code };
  expect((await answer('EMAIL_OTP', right, email.Session)).AuthenticationResult?.IdToken).toBeDefined();
  await expect(answer('EMAIL_OTP', right, email.Session)).rejects.toMatchObject(invalidSession);
  const { Session } = await begin(username);
  const chosen = await answer('SELECT_CHALLENGE', { USERNAME: username, ANSWER: 'SMS_OTP' }, Session);
  expect(chosen).toMatchObject({
    ChallengeName: 'SMS_OTP',
    ChallengeParameters: { CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS', CODE_DELIVERY_DESTINATION: '+*******0100' },
  });
  const SMS_OTP_CODE = sentTo(username)?.code ?? '';
  const done = await answer('SMS_OTP', { USERNAME: username, SMS_OTP_CODE }, chosen.Session);
  expect(done.AuthenticationResult?.AccessToken).toBeDefined();
});

test('takes neither a wrong code, nor one of another sign-in, nor a right one after three wrong ones', async () => {
  const { username } = await makeUser(pool);
  const start = () => begin(username, { PREFERRED_CHALLENGE: 'EMAIL_OTP' });
  await start();
  const old = sentTo(username)?.code ?? '';
  const { Session } = await start();
  const mismatch = { name: 'CodeMismatchException', message: 'Invalid code or auth state for the user.' };
  for (const EMAIL_OTP_CODE of [old, '', '1', old]) {
    const attempt = answer('EMAIL_OTP', { USERNAME: username, EMAIL_OTP_CODE }, Session);
    await expect(attempt).rejects.toMatchObject(
      EMAIL_OTP_CODE === '' ? { name: 'InvalidParameterException' } : mismatch,
    );
  }
  const EMAIL_OTP_CODE = sentTo(username)?.code ?? '';
  await expect(answer('EMAIL_OTP', { USERNAME: username, EMAIL_OTP_CODE }, Session)).rejects.toMatchObject(
    invalidSession,
  );
});

test('holds a session to its user, its app client, its challenge and its three minutes', async () => {
  const [ann, bob] = [await makeUser(pool), await makeUser(pool)];
  const start = async () => (await begin(ann.username, { PREFERRED_CHALLENGE: 'EMAIL_OTP' })).Session;
  const right = () => ({ USERNAME: ann.username, EMAIL_OTP_CODE: sentTo(ann.username)?.code ?? '' });
  let Session = await start();
  await expect(answer('EMAIL_OTP', { ...right(), USERNAME: bob.username }, Session)).rejects.toMatchObject(
    invalidSession,
  );
  Session = await start();
  await expect(answer('EMAIL_OTP', right(), Session, hiding.id)).rejects.toMatchObject(invalidSession);
  for (const other of ['SMS_OTP', 'PASSWORD', 'SELECT_CHALLENGE'] as const) {
    const made = {
      ...right(),
      SMS_OTP_CODE: right().EMAIL_OTP_CODE,
      PASSWORD: ann.password,
      ANSWER: 'PASSWORD',
    };
    await expect(answer(other, made, Session)).rejects.toMatchObject(invalidSession);
  }
  pool.advance(181_000);
  await expect(answer('EMAIL_OTP', right(), Session)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Invalid session for the user, session is expired.',
  });
  pool.advance(-181_000);
  await expect(answer('EMAIL_OTP', right(), undefined)).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Missing required parameter Session',
  });
});

test('refuses who is disabled or deleted between challenge and answer', async () => {
  for (const end of ['adminDisableUser', 'adminDeleteUser'] as const) {
    const { username } = await makeUser(pool);
    const { Session } = await begin(username, { PREFERRED_CHALLENGE: 'EMAIL_OTP' });
    await client[end]({ UserPoolId: pool.poolId, Username: username });
    const code = { USERNAME: username, EMAIL_OTP_CODE: sentTo(username)?.code ?? '' };
    await expect(answer('EMAIL_OTP', code, Session)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  }
});

test('refuses a factor that is not offered, and passkeys by name', async () => {
  const { username } = await makeUser(pool);
  const choose = async (ANSWER: string) =>
    answer('SELECT_CHALLENGE', { USERNAME: username, ANSWER }, (await begin(username)).Session);
  await expect(choose('SMS_OTP')).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'SMS_OTP is not one of the available challenges: PASSWORD_SRP, PASSWORD, EMAIL_OTP.',
  });
  await expect(choose('constructor')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  const message = 'The challenge WEB_AUTHN is not supported by the local user pool.';
  await expect(choose('WEB_AUTHN')).rejects.toMatchObject({ message });
  await expect(begin(username, { PREFERRED_CHALLENGE: 'WEB_AUTHN' })).rejects.toMatchObject({ message });
  await expect(answer('WEB_AUTHN', { USERNAME: username }, 'x'.repeat(30))).rejects.toMatchObject({
    message,
  });
  // A preference that the user cannot have leaves the choice.
  expect((await begin(username, { PREFERRED_CHALLENGE: 'SMS_OTP' })).ChallengeName).toBe('SELECT_CHALLENGE');
});

test('does not let a code stand in for a second factor, nor for a password that has to be changed', async () => {
  const { username, password } = await makeUser(pool);
  pool.cognito.pool.store.changeSettings({ mfa: 'OPTIONAL', secondFactors: ['EMAIL_OTP'] });
  await client.adminSetUserMFAPreference({
    UserPoolId: pool.poolId,
    Username: username,
    EmailMfaSettings: { Enabled: true, PreferredMfa: true },
  });
  expect((await begin(username)).AvailableChallenges).toEqual(['PASSWORD_SRP', 'PASSWORD']);
  const next = await begin(username, { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: password });
  expect(next.ChallengeName).toBe('EMAIL_OTP');
  expect(sentTo(username)?.purpose).toBe('mfa');
  const temporary = await makeUser(pool, { temporary: true });
  expect((await begin(temporary.username)).AvailableChallenges).toEqual(['PASSWORD_SRP', 'PASSWORD']);
});

test('tells nobody who exists, where the app client hides it', async () => {
  const { username } = await makeUser(pool);
  await expect(begin('nobody')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  const names = Array.from({ length: 40 }, (_, number) => `nobody-${number}`);
  const offers = await Promise.all(names.map((name) => begin(name, {}, hiding.id)));
  const again = await Promise.all(names.map((name) => begin(name, {}, hiding.id)));
  expect(offers.map((offer) => offer.AvailableChallenges)).toEqual(
    again.map((offer) => offer.AvailableChallenges),
  );
  const both = (offered: readonly string[] = []) =>
    ['PASSWORD', 'EMAIL_OTP'].every((name) => offered.includes(name));
  const withEmail = offers.findIndex((offer) => both(offer.AvailableChallenges));
  const nobody = names[withEmail] ?? '';
  const seen = [];
  for (const name of [username, nobody]) {
    const { ChallengeName, ChallengeParameters, Session } = await begin(
      name,
      { PREFERRED_CHALLENGE: 'EMAIL_OTP' },
      hiding.id,
    );
    const outcomes = [];
    for (let tries = 0; tries < 4; tries += 1) {
      const code = { USERNAME: name, EMAIL_OTP_CODE: '0' };
      outcomes.push(
        await answer('EMAIL_OTP', code, Session, hiding.id).catch(
          (error: Error) => `${error.name}: ${error.message}`,
        ),
      );
    }
    const shape = ChallengeParameters?.CODE_DELIVERY_DESTINATION?.replaceAll(/[a-z]/g, 'x');
    seen.push({ ChallengeName, shape, outcomes });
  }
  expect(seen[1]).toEqual(seen[0]);
  expect(sentTo(nobody)).toBeUndefined();
  for (const name of [username, nobody]) {
    const { Session } = await begin(name, {}, hiding.id);
    const wrong = { USERNAME: name, ANSWER: 'PASSWORD', PASSWORD: 'Wrong-passw0rd' };
    await expect(answer('SELECT_CHALLENGE', wrong, Session, hiding.id)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
  }
});

test('goes on from a sign-up that was just confirmed, once, and as its own user only', async () => {
  const username = `new-${pool.messages.length}`;
  const Password = newPassword();
  const UserAttributes = [{ Name: 'email', Value: `${username}@example.com` }];
  await client.signUp({ ClientId: app.id, Username: username, Password, UserAttributes });
  const { Session } = await client.confirmSignUp({
    ...{ ClientId: app.id, Username: username, ConfirmationCode: sentTo(username)?.code },
  });
  const go = (USERNAME: string, ClientId = app.id, session = Session) =>
    client.initiateAuth({ AuthFlow: 'USER_AUTH', ClientId, AuthParameters: { USERNAME }, Session: session });
  await expect(go(username, hiding.id)).rejects.toMatchObject(invalidSession);
  expect((await go(username)).AuthenticationResult?.AccessToken).toBeDefined();
  await expect(go(username)).rejects.toMatchObject(invalidSession);
  const { Session: other } = await begin(username);
  await expect(go(username, app.id, other)).rejects.toMatchObject(invalidSession);
});

test('is open to administrators as well, and as long as the app client says', async () => {
  const { UserPoolClient } = await client.createUserPoolClient({
    ...{ UserPoolId: pool.poolId, ClientName: 'patient', AuthSessionValidity: 15 },
    ExplicitAuthFlows: ['ALLOW_USER_AUTH'],
  });
  expect(UserPoolClient?.AuthSessionValidity).toBe(15);
  const at = { UserPoolId: pool.poolId, ClientId: UserPoolClient?.ClientId };
  const { username } = await makeUser(pool);
  const start = () =>
    sdk(pool).adminInitiateAuth({
      ...{ ...at, AuthFlow: 'USER_AUTH' },
      AuthParameters: { USERNAME: username, PREFERRED_CHALLENGE: 'EMAIL_OTP' },
    });
  const finish = (Session: string | undefined) =>
    sdk(pool).adminRespondToAuthChallenge({
      ...{ ...at, ChallengeName: 'EMAIL_OTP', Session },
      ChallengeResponses: { USERNAME: username, EMAIL_OTP_CODE: sentTo(username)?.code ?? '' },
    });
  const { Session } = await start();
  pool.advance(14 * 60_000);
  expect((await finish(Session)).AuthenticationResult?.AccessToken).toBeDefined();
  const { Session: late } = await start();
  pool.advance(15 * 60_000);
  await expect(finish(late)).rejects.toMatchObject({
    message: 'Invalid session for the user, session is expired.',
  });
  pool.advance(-29 * 60_000);
});

test('lets people be without a password where codes do: signed up, or made by an administrator', async () => {
  const by = { ClientId: app.id, Username: `codes-only-${pool.messages.length}` };
  const UserAttributes = [{ Name: 'email', Value: 'codes@example.com' }];
  await client.signUp({ ...by, UserAttributes });
  await client.confirmSignUp({ ...by, ConfirmationCode: sentTo(by.Username)?.code });
  const made = { UserPoolId: pool.poolId, Username: `made-${pool.messages.length}` };
  const verified = [...UserAttributes, { Name: 'email_verified', Value: 'true' }];
  const { User } = await client.adminCreateUser({ ...made, UserAttributes: verified });
  expect(User?.UserStatus).toBe('CONFIRMED');
  for (const username of [by.Username, made.Username]) {
    const { AvailableChallenges, Session } = await begin(username);
    expect(AvailableChallenges).toEqual(['EMAIL_OTP']);
    const asked = await answer('SELECT_CHALLENGE', { USERNAME: username, ANSWER: 'EMAIL_OTP' }, Session);
    const code = { USERNAME: username, EMAIL_OTP_CODE: sentTo(username)?.code ?? '' };
    const { AuthenticationResult } = await answer('EMAIL_OTP', code, asked.Session);
    const ProposedPassword = newPassword();
    const AccessToken = AuthenticationResult?.AccessToken;
    await client.changePassword({ AccessToken, ProposedPassword });
    expect((await begin(username)).AvailableChallenges).toContain('PASSWORD');
    await expect(
      client.changePassword({ AccessToken, ProposedPassword: newPassword() }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  }
  pool.cognito.pool.store.changeSettings({ firstFactors: ['PASSWORD'] });
  await expect(client.signUp({ ...by, Username: 'another', UserAttributes })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
  const { User: other } = await client.adminCreateUser({ ...made, Username: 'another' });
  expect(other?.UserStatus).toBe('FORCE_CHANGE_PASSWORD');
});
