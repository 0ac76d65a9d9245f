import type { CognitoUser, CognitoUserSession } from 'amazon-cognito-identity-js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeUser } from './test-support/administer.ts';
import { authenticate, identityUser } from './test-support/identity-user.ts';
import { newPassword, startTestPool, type TestPool } from './test-support/test-pool.ts';

let pool: TestPool;
beforeAll(async () => {
  pool = await startTestPool();
});
afterAll(() => pool.close());

const userOf = (username: string): CognitoUser => identityUser(pool, username);

// A user who must change the password gets the new one.
const signIn = (user: CognitoUser, password: string, newOne?: string): Promise<CognitoUserSession> =>
  authenticate(user, password, (_, callbacks) => ({
    newPasswordRequired: () => {
      if (newOne === undefined) callbacks.onFailure(new Error('A new password is required.'));
      else user.completeNewPasswordChallenge(newOne, {}, callbacks);
    },
  }));

function promised<Value>(start: (done: (error: Error | undefined | null, value?: Value) => void) => void) {
  return new Promise<Value | undefined>((resolve, reject) => {
    start((error, value) => (error ? reject(error) : resolve(value)));
  });
}

test('signs in by SRP', async () => {
  const { username, password } = await makeUser(pool, { groups: ['Admin'] });
  const session = await signIn(userOf(username), password);
  expect(session.isValid()).toBe(true);
  expect(session.getIdToken().payload).toMatchObject({
    'cognito:username': username,
    'cognito:groups': ['Admin'],
  });
});

test('signs in by SRP many times over, whatever the numbers look like', async () => {
  // A number with a leading zero, or one whose top bit is set, comes up once in a hundred or so.
  const { username, password } = await makeUser(pool);
  for (let round = 0; round < 12; round += 1) {
    expect((await signIn(userOf(username), password)).isValid()).toBe(true);
  }
});

test('signs in with a name and a password beyond ASCII', async () => {
  const { username } = await makeUser(pool);
  const password = `pässwörd-${newPassword()}-密码`;
  const user = userOf(username);
  const { password: first } = await makeUser(pool);
  expect(first).not.toBe(password);
  const { store } = pool.cognito.pool;
  const { makeVerifier } = await import('./srp.ts');
  store.updateUser(username, { password: makeVerifier(store.poolName, username, password) }, 0);
  expect((await signIn(user, password)).isValid()).toBe(true);
});

test('refuses a wrong password by SRP', async () => {
  const { username } = await makeUser(pool);
  await expect(signIn(userOf(username), newPassword())).rejects.toMatchObject({
    code: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
  });
});

test('refuses an unknown user', async () => {
  await expect(signIn(userOf('nobody'), newPassword())).rejects.toMatchObject({
    code: 'UserNotFoundException',
    message: 'User does not exist.',
  });
});

test('completes a new password', async () => {
  const { username, password } = await makeUser(pool, { temporary: true });
  const chosen = newPassword();
  expect((await signIn(userOf(username), password, chosen)).isValid()).toBe(true);
  expect((await signIn(userOf(username), chosen)).isValid()).toBe(true);
});

test('says what is wrong with a new password', async () => {
  const { username, password } = await makeUser(pool, { temporary: true });
  await expect(signIn(userOf(username), password, 'Short1!')).rejects.toMatchObject({
    code: 'InvalidPasswordException',
    message: 'Password did not conform with policy: Password not long enough',
  });
});

test('refreshes a session', async () => {
  const { username, password } = await makeUser(pool);
  const user = userOf(username);
  const session = await signIn(user, password);
  const renewed = await promised<CognitoUserSession>((done) =>
    user.refreshSession(session.getRefreshToken(), (error: Error | null, value: CognitoUserSession) =>
      done(error, value),
    ),
  );
  expect(renewed?.isValid()).toBe(true);
  expect(renewed?.getAccessToken().getJwtToken()).not.toBe(session.getAccessToken().getJwtToken());
});

test('reads attributes, changes a password, signs out everywhere', async () => {
  const { username, password } = await makeUser(pool);
  const user = userOf(username);
  const session = await signIn(user, password);
  const attributes = await promised<{ Name: string; Value: string }[]>((done) =>
    user.getUserAttributes((error, values) => done(error, values)),
  );
  expect(attributes?.map(({ Name }) => Name)).toEqual(['sub', 'email', 'email_verified']);
  const chosen = newPassword();
  await promised((done) => user.changePassword(password, chosen, (error, value) => done(error, value)));
  await new Promise((onSuccess, onFailure) => user.globalSignOut({ onSuccess, onFailure }));
  const { verifyToken } = pool.cognito;
  await expect(verifyToken(session.getAccessToken().getJwtToken())).rejects.toMatchObject({
    problem: 'revoked',
  });
  expect((await signIn(userOf(username), chosen)).isValid()).toBe(true);
});
