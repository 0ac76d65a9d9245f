import type { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeUser, sdk } from './test-support/administer.ts';
import { rpc } from './test-support/rpc.ts';
import { newPassword, secretHash, startTestPool, type TestPool } from './test-support/test-pool.ts';

let pool: TestPool;
let client: CognitoIdentityProvider;
let made = 0;
beforeAll(async () => {
  pool = await startTestPool();
  client = sdk(pool);
});
afterAll(() => pool.close());

const newName = (): string => `new-${(made += 1)}`;
const lastCode = (): string => pool.messages.at(-1)?.code ?? '';
const wrong = (code: string): string => (code === '000000' ? '000001' : '000000');

async function signUp(Username = newName(), email = true) {
  const Password = newPassword();
  const who = { ClientId: pool.open.id, Username };
  const answer = await client.signUp({
    ...who,
    Password,
    UserAttributes: email ? [{ Name: 'email', Value: `${Username}@example.com` }] : [],
  });
  return { who, Username, Password, answer };
}

const signIn = (USERNAME: string, PASSWORD: string) =>
  client.initiateAuth({
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: pool.open.id,
    AuthParameters: { USERNAME, PASSWORD },
  });

describe('signing up', () => {
  test('sends a code, and the code lets the user in', async () => {
    const { who, Username, Password, answer } = await signUp();
    expect(answer).toMatchObject({
      UserConfirmed: false,
      CodeDeliveryDetails: { Destination: 'n***@e***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
    });
    expect(pool.messages.at(-1)).toEqual({
      purpose: 'sign-up',
      username: Username,
      destination: `${Username}@example.com`,
      code: expect.stringMatching(/^\d{6}$/) as string,
    });
    await expect(signIn(Username, Password)).rejects.toMatchObject({
      name: 'UserNotConfirmedException',
      message: 'User is not confirmed.',
    });
    await client.confirmSignUp({ ...who, ConfirmationCode: lastCode() });
    const { AuthenticationResult } = await signIn(Username, Password);
    const { UserAttributes } = await client.getUser({ AccessToken: AuthenticationResult?.AccessToken });
    expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });
    await expect(client.confirmSignUp({ ...who, ConfirmationCode: lastCode() })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User cannot be confirmed. Current status is CONFIRMED',
    });
  });

  test('through an app client with a secret needs its proof', async () => {
    const { id: ClientId } = pool.secret;
    const Username = newName();
    const who = { ClientId, Username, Password: newPassword() };
    await expect(client.signUp(who)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await client.signUp({ ...who, SecretHash: secretHash(Username, pool.secret) });
  });

  test('refuses a name that is taken, a weak password, and what users may not say of themselves', async () => {
    const { who, Password } = await signUp();
    await expect(client.signUp({ ...who, Password })).rejects.toMatchObject({
      name: 'UsernameExistsException',
      message: 'User already exists',
    });
    const other = { ClientId: pool.open.id, Username: newName() };
    await expect(client.signUp({ ...other, Password: 'weak' })).rejects.toMatchObject({
      name: 'InvalidPasswordException',
    });
    for (const [Name, Value] of [
      ['email_verified', 'true'],
      ['cognito:groups', 'Admin'],
      ['sub', 'x'],
    ]) {
      await expect(
        client.signUp({ ...other, Password, UserAttributes: [{ Name, Value }] }),
      ).rejects.toMatchObject({ name: expect.stringMatching(/NotAuthorized|InvalidParameter/) as string });
    }
    expect(pool.cognito.pool.store.user(other.Username)).toBeUndefined();
  });

  test.each<[object, string, string]>([
    [
      { Name: 'name', Value: 'x'.repeat(2049) },
      'InvalidParameterException',
      "1 validation error detected: Value at 'userAttributes.1.member.value' failed to satisfy constraint: Member must have length less than or equal to 2048",
    ],
    [
      { Name: 'x'.repeat(33), Value: 'x' },
      'InvalidParameterException',
      "1 validation error detected: Value at 'userAttributes.1.member.name' failed to satisfy constraint: Member must have length less than or equal to 32",
    ],
    [
      { Name: 'name', Value: 5 },
      'SerializationException',
      'UserAttributes needs a string as the Value of name.',
    ],
  ])('refuses attributes that are no short text', async (attribute, type, message) => {
    const answer = await rpc(pool, 'SignUp', {
      ClientId: pool.open.id,
      Username: newName(),
      Password: newPassword(),
      UserAttributes: [attribute],
    });
    expect(answer).toMatchObject({ status: 400, type, message });
  });

  test('takes a code once, in its time, and not by guessing', async () => {
    const { who } = await signUp();
    const code = lastCode();
    await expect(client.confirmSignUp({ ...who, ConfirmationCode: wrong(code) })).rejects.toMatchObject({
      name: 'CodeMismatchException',
      message: 'Invalid verification code provided, please try again.',
    });
    for (let tries = 1; tries < 5; tries += 1) {
      await client.confirmSignUp({ ...who, ConfirmationCode: wrong(code) }).catch(() => undefined);
    }
    await expect(client.confirmSignUp({ ...who, ConfirmationCode: code })).rejects.toMatchObject({
      name: 'LimitExceededException',
    });
    await client.resendConfirmationCode(who);
    const later = lastCode();
    pool.advance(25 * 3_600_000);
    await expect(sdk(pool).confirmSignUp({ ...who, ConfirmationCode: later })).rejects.toMatchObject({
      name: 'ExpiredCodeException',
    });
    await sdk(pool).resendConfirmationCode(who);
    await sdk(pool).confirmSignUp({ ...who, ConfirmationCode: lastCode() });
    await expect(sdk(pool).resendConfirmationCode(who)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'User is already confirmed.',
    });
  });

  test('by somebody without an address is confirmed by an administrator', async () => {
    const { Username, Password, answer } = await signUp(newName(), false);
    expect(answer.CodeDeliveryDetails).toBeUndefined();
    await sdk(pool).adminConfirmSignUp({ UserPoolId: pool.poolId, Username });
    expect((await signIn(Username, Password)).AuthenticationResult).toBeDefined();
  });
});

describe('a forgotten password', () => {
  const forgot = (Username: string) => client.forgotPassword({ ClientId: pool.open.id, Username });
  const confirm = (Username: string, ConfirmationCode: string, Password: string) =>
    client.confirmForgotPassword({ ClientId: pool.open.id, Username, ConfirmationCode, Password });

  test('is replaced with the code that was sent, once', async () => {
    const { username, password } = await makeUser(pool);
    expect((await forgot(username)).CodeDeliveryDetails).toMatchObject({ AttributeName: 'email' });
    const code = lastCode();
    const next = newPassword();
    await expect(confirm(username, wrong(code), next)).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    await expect(confirm(username, code, 'weak')).rejects.toMatchObject({ name: 'InvalidPasswordException' });
    await confirm(username, code, next);
    await expect(signIn(username, password)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect((await signIn(username, next)).AuthenticationResult).toBeDefined();
    await expect(confirm(username, code, newPassword())).rejects.toMatchObject({
      name: 'ExpiredCodeException',
    });
  });

  test('is good for an hour, and not for signing up', async () => {
    const { username } = await makeUser(pool);
    await forgot(username);
    const code = lastCode();
    pool.advance(3_600_001);
    await expect(confirm(username, code, newPassword())).rejects.toMatchObject({
      name: 'ExpiredCodeException',
      message: 'Invalid code provided, please request a code again.',
    });
  });

  test('needs a verified address, and a user who has chosen a password', async () => {
    const { Username } = await signUp();
    await expect(forgot(Username)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Cannot reset password for the user as there is no registered/verified email or phone_number',
    });
    const { username } = await makeUser(pool, { temporary: true });
    await expect(forgot(username)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  test('of nobody is told apart only where the app client says so', async () => {
    await expect(forgot('nobody')).rejects.toMatchObject({ name: 'UserNotFoundException' });
    const { UserPoolClient } = await sdk(pool).createUserPoolClient({
      UserPoolId: pool.poolId,
      ClientName: 'discreet',
      PreventUserExistenceErrors: 'ENABLED',
    });
    const who = { ClientId: UserPoolClient?.ClientId, Username: 'nobody' };
    expect((await client.forgotPassword(who)).CodeDeliveryDetails?.DeliveryMedium).toBe('EMAIL');
    await expect(
      client.confirmForgotPassword({ ...who, ConfirmationCode: '123456', Password: newPassword() }),
    ).rejects.toMatchObject({ name: 'CodeMismatchException' });
    expect((await client.resendConfirmationCode(who)).CodeDeliveryDetails?.DeliveryMedium).toBe('EMAIL');
  });

  test('that an administrator reset is replaced the same way', async () => {
    const { username, password } = await makeUser(pool);
    await sdk(pool).adminResetUserPassword({ UserPoolId: pool.poolId, Username: username });
    await expect(signIn(username, password)).rejects.toMatchObject({
      name: 'PasswordResetRequiredException',
    });
    const next = newPassword();
    await confirm(username, lastCode(), next);
    expect((await signIn(username, next)).AuthenticationResult).toBeDefined();
  });
});

describe('one’s own attributes', () => {
  test('are not changed by a request that names none', async () => {
    const { username, password } = await makeUser(pool);
    const AccessToken = (await signIn(username, password)).AuthenticationResult?.AccessToken ?? '';
    expect(await rpc(pool, 'UpdateUserAttributes', { AccessToken })).toMatchObject({
      type: 'InvalidParameterException',
      message:
        "1 validation error detected: Value null at 'userAttributes' failed to satisfy constraint: Member must not be null",
    });
  });

  test('a new address is unverified until its code comes back; a user may leave', async () => {
    const { username, password } = await makeUser(pool);
    const { AuthenticationResult } = await signIn(username, password);
    const AccessToken = AuthenticationResult?.AccessToken;
    const verified = async () =>
      (await client.getUser({ AccessToken })).UserAttributes?.find(({ Name }) => Name === 'email_verified')
        ?.Value;
    const { CodeDeliveryDetailsList } = await client.updateUserAttributes({
      AccessToken,
      UserAttributes: [{ Name: 'email', Value: 'other@example.org' }],
    });
    expect(CodeDeliveryDetailsList).toMatchObject([{ Destination: 'o***@e***' }]);
    expect(await verified()).toBe('false');
    await client.getUserAttributeVerificationCode({ AccessToken, AttributeName: 'email' });
    await client.verifyUserAttribute({ AccessToken, AttributeName: 'email', Code: lastCode() });
    expect(await verified()).toBe('true');
    await expect(
      client.updateUserAttributes({
        AccessToken,
        UserAttributes: [{ Name: 'email_verified', Value: 'true' }],
      }),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await client.deleteUser({ AccessToken });
    await expect(signIn(username, password)).rejects.toMatchObject({ name: 'UserNotFoundException' });
    await expect(client.getUser({ AccessToken })).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});
