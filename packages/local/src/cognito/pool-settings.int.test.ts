import type {
  CreateUserPoolCommandInput,
  SchemaAttributeType,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { CognitoUserPool, AuthenticationDetails, CognitoUser } from 'amazon-cognito-identity-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sdk } from './test-support/administer.ts';
import { newPassword, startTestPool, type TestPool } from './test-support/test-pool.ts';

let pool: TestPool;
beforeAll(async () => {
  pool = await startTestPool();
});
afterAll(() => pool.close());

interface Made {
  readonly UserPoolId: string;
  readonly ClientId: string;
}

async function make(settings: Partial<CreateUserPoolCommandInput> = {}): Promise<Made> {
  const { UserPool } = await sdk(pool).createUserPool({ PoolName: 'made', ...settings });
  const UserPoolId = UserPool?.Id ?? '';
  const { UserPoolClient } = await sdk(pool).createUserPoolClient({
    UserPoolId,
    ClientName: 'c',
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH'],
  });
  return { UserPoolId, ClientId: UserPoolClient?.ClientId ?? '' };
}
const list = (attributes: Record<string, string>) =>
  Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
const signUp = (
  { ClientId }: Made,
  Username: string,
  attributes: Record<string, string> = {},
  Password = newPassword(),
) => sdk(pool).signUp({ ClientId, Username, Password, UserAttributes: list(attributes) });
const signIn = ({ ClientId }: Made, USERNAME: string, PASSWORD: string) =>
  sdk(pool).initiateAuth({
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId,
    AuthParameters: { USERNAME, PASSWORD },
  });
const code = () => pool.messages.at(-1)?.code ?? '';

describe('a password policy', () => {
  test('decides what passwords a pool takes', async () => {
    const made = await make({
      Policies: {
        PasswordPolicy: { MinimumLength: 6, RequireNumbers: true, TemporaryPasswordValidityDays: 1 },
      },
    });
    await expect(signUp(made, 'ann', {}, 'abcdef')).rejects.toMatchObject({
      name: 'InvalidPasswordException',
      message: 'Password did not conform with policy: Password must have numeric characters',
    });
    await expect(signUp(made, 'ann', {}, 'abc1')).rejects.toThrow('Password not long enough');
    await signUp(made, 'ann', {}, 'abcde1');
    const { UserPool } = await sdk(pool).describeUserPool({ UserPoolId: made.UserPoolId });
    expect(UserPool?.Policies?.PasswordPolicy).toEqual({
      MinimumLength: 6,
      RequireNumbers: true,
      RequireLowercase: false,
      RequireUppercase: false,
      RequireSymbols: false,
      TemporaryPasswordValidityDays: 1,
    });
  });
});

describe('signing in with an email address', () => {
  const email = 'ann@example.com';

  test('instead of a user name: the name is the sub, the address an attribute', async () => {
    const made = await make({ UsernameAttributes: ['email'], AutoVerifiedAttributes: ['email'] });
    await expect(signUp(made, 'ann')).rejects.toThrow('Username should be an email.');
    const password = newPassword();
    const { UserSub = '' } = await signUp(made, email, {}, password);
    await expect(signUp(made, email)).rejects.toMatchObject({ name: 'UsernameExistsException' });
    await sdk(pool).confirmSignUp({ ClientId: made.ClientId, Username: email, ConfirmationCode: code() });
    const { AuthenticationResult } = await signIn(made, 'Ann@Example.com', password);
    expect(decodeJwt(AuthenticationResult?.IdToken ?? '')).toMatchObject({
      sub: UserSub,
      'cognito:username': UserSub,
      email,
      email_verified: true,
    });
    const other = 'bob@example.com';
    const { User } = await sdk(pool).adminCreateUser({ UserPoolId: made.UserPoolId, Username: other });
    expect(User?.Username).toMatch(/^[0-9a-f-]{36}$/);
    const UserAttributes = list({ email });
    await expect(
      sdk(pool).adminUpdateUserAttributes({ UserPoolId: made.UserPoolId, Username: other, UserAttributes }),
    ).rejects.toMatchObject({ name: 'AliasExistsException' });
  });

  test('by SRP, with amazon-cognito-identity-js', async () => {
    const made = await make({ UsernameAttributes: ['email', 'phone_number'] });
    const password = newPassword();
    await signUp(made, email, {}, password);
    await sdk(pool).adminConfirmSignUp({ UserPoolId: made.UserPoolId, Username: email });
    const { UserPoolId, ClientId } = made;
    const user = new CognitoUser({
      Username: email,
      Pool: new CognitoUserPool({ UserPoolId, ClientId, endpoint: pool.url }),
    });
    const claims = await new Promise<Record<string, unknown>>((resolve, reject) => {
      user.authenticateUser(new AuthenticationDetails({ Username: email, Password: password }), {
        onSuccess: (session) => resolve(session.getIdToken().payload),
        onFailure: (error: Error) => reject(error),
      });
    });
    expect(claims.email).toBe(email);
  });

  test('as an alias: once it is verified, and for one user at a time', async () => {
    const made = await make({
      AliasAttributes: ['email', 'preferred_username'],
      AutoVerifiedAttributes: ['email'],
    });
    await expect(signUp(made, email)).rejects.toThrow('Username cannot be of email format');
    const password = newPassword();
    await signUp(made, 'ann', { email, preferred_username: 'annie' }, password);
    await expect(signIn(made, email, password)).rejects.toMatchObject({ name: 'UserNotFoundException' });
    const who = { ClientId: made.ClientId, Username: 'ann' };
    await sdk(pool).confirmSignUp({ ...who, ConfirmationCode: code() });
    for (const name of ['ann', email, 'annie']) {
      expect((await signIn(made, name, password)).AuthenticationResult).toBeDefined();
    }
    await signUp(made, 'anna', { email });
    const anna = { ClientId: made.ClientId, Username: 'anna' };
    const ConfirmationCode = code();
    await expect(sdk(pool).confirmSignUp({ ...anna, ConfirmationCode })).rejects.toMatchObject({
      name: 'AliasExistsException',
      message: 'An account with the given email already exists.',
    });
    await sdk(pool).confirmSignUp({ ...anna, ConfirmationCode, ForceAliasCreation: true });
    const holder = await sdk(pool).adminGetUser({ UserPoolId: made.UserPoolId, Username: email });
    expect(holder.Username).toBe('anna');
    await expect(signUp(made, 'third', { preferred_username: 'annie' })).rejects.toMatchObject({
      name: 'AliasExistsException',
    });
  });

  test('is one or the other, and never by case', async () => {
    await expect(make({ AliasAttributes: ['email'], UsernameAttributes: ['email'] })).rejects.toThrow(
      'Only one of the aliasAttributes or usernameAttributes can be set in a user pool.',
    );
    await expect(make({ UsernameConfiguration: { CaseSensitive: true } })).rejects.toThrow(
      'UsernameConfiguration with CaseSensitive is not supported by the local user pool.',
    );
  });
});

describe('messages', () => {
  test('go out only for what the pool verifies by itself', async () => {
    const made = await make();
    const before = pool.messages.length;
    const answer = await signUp(made, 'ann', { email: 'ann@example.com' });
    expect([answer.CodeDeliveryDetails, pool.messages.length]).toEqual([undefined, before]);
  });

  test('say what the pool has them say', async () => {
    const made = await make({
      AutoVerifiedAttributes: ['email'],
      VerificationMessageTemplate: { EmailMessage: 'Use {####}.', EmailSubject: 'For you' },
    });
    await signUp(made, 'ann', { email: 'ann@example.com' });
    const sent = pool.messages.at(-1);
    expect([sent?.text, sent?.subject]).toEqual([`Use ${sent?.code}.`, 'For you']);
    const { UserPool } = await sdk(pool).describeUserPool({ UserPoolId: made.UserPoolId });
    expect(UserPool?.EmailVerificationMessage).toBe('Use {####}.');
    await expect(make({ EmailVerificationMessage: 'no code' })).rejects.toThrow(
      'a place for the code: {####}',
    );
    await expect(
      make({ VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_LINK' } }),
    ).rejects.toThrow('DefaultEmailOption CONFIRM_WITH_LINK is not supported by the local user pool.');
  });

  test('replace a forgotten password the way the pool has it', async () => {
    const phoneFirst = await make({
      AccountRecoverySetting: {
        RecoveryMechanisms: [
          { Name: 'verified_email', Priority: 2 },
          { Name: 'verified_phone_number', Priority: 1 },
        ],
      },
    });
    const nobody = await make({
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] },
    });
    for (const { UserPoolId } of [phoneFirst, nobody]) {
      const UserAttributes = list({
        email: 'ann@example.com',
        email_verified: 'true',
        phone_number: '+4912345678',
        phone_number_verified: 'true',
      });
      await sdk(pool).adminCreateUser({ UserPoolId, Username: 'ann', UserAttributes });
      const Password = newPassword();
      await sdk(pool).adminSetUserPassword({ UserPoolId, Username: 'ann', Password, Permanent: true });
    }
    const forgot = ({ ClientId }: Made) => sdk(pool).forgotPassword({ ClientId, Username: 'ann' });
    expect((await forgot(phoneFirst)).CodeDeliveryDetails?.DeliveryMedium).toBe('SMS');
    await expect(forgot(nobody)).rejects.toThrow('Contact administrator to reset password.');
  });
});

describe('the attributes of a pool', () => {
  const Schema: SchemaAttributeType[] = [
    { Name: 'given_name', AttributeDataType: 'String', Required: true },
    {
      Name: 'tenant',
      AttributeDataType: 'String',
      Mutable: false,
      StringAttributeConstraints: { MaxLength: '5' },
    },
    {
      Name: 'level',
      AttributeDataType: 'Number',
      NumberAttributeConstraints: { MinValue: '1', MaxValue: '9' },
    },
  ];

  test('are those that it declares, with their types and bounds', async () => {
    const made = await make({ Schema });
    const given_name = 'Ann';
    await expect(signUp(made, 'ann')).rejects.toThrow(
      'Attributes did not conform to the schema: given_name: The attribute is required',
    );
    for (const [wrong, said] of [
      [{ 'custom:other': 'x' }, 'custom:other: Attribute does not exist in the schema.'],
      [{ 'custom:level': 'high' }, 'custom:level: is not a number.'],
      [{ 'custom:level': '10' }, 'custom:level: value must be at most 9.'],
      [{ 'custom:tenant': 'longer' }, 'custom:tenant: length must be at most 5.'],
    ] as const) {
      await expect(signUp(made, 'ann', { given_name, ...wrong })).rejects.toThrow(said);
    }
    await signUp(made, 'ann', { given_name, 'custom:tenant': 'a', 'custom:level': '3' });
    const who = { UserPoolId: made.UserPoolId, Username: 'ann' };
    await expect(
      sdk(pool).adminUpdateUserAttributes({ ...who, UserAttributes: list({ 'custom:tenant': 'b' }) }),
    ).rejects.toThrow('user.custom:tenant: Attribute cannot be updated.');
    await sdk(pool).addCustomAttributes({
      UserPoolId: made.UserPoolId,
      CustomAttributes: [{ Name: 'other', AttributeDataType: 'Boolean' }],
    });
    await sdk(pool).adminUpdateUserAttributes({ ...who, UserAttributes: list({ 'custom:other': 'true' }) });
    const { UserPool } = await sdk(pool).describeUserPool({ UserPoolId: made.UserPoolId });
    expect(UserPool?.SchemaAttributes?.map(({ Name }) => Name)).toEqual(
      expect.arrayContaining(['sub', 'email', 'custom:tenant', 'custom:level', 'custom:other']),
    );
    await expect(
      sdk(pool).addCustomAttributes({
        UserPoolId: made.UserPoolId,
        CustomAttributes: [{ Name: 'other', AttributeDataType: 'String' }],
      }),
    ).rejects.toThrow('Existing attribute already has name custom:other.');
  });

  test('that everybody needs are asked for with the first password', async () => {
    const made = await make({ Schema });
    const { UserPoolId, ClientId } = made;
    const TemporaryPassword = newPassword();
    await sdk(pool).adminCreateUser({ UserPoolId, Username: 'new', TemporaryPassword });
    const { Session, ChallengeParameters } = await signIn(made, 'new', TemporaryPassword);
    expect(ChallengeParameters?.requiredAttributes).toBe('["userAttributes.given_name"]');
    const answer = (more: Record<string, string>) =>
      sdk(pool).respondToAuthChallenge({
        ClientId,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session,
        ChallengeResponses: { USERNAME: 'new', NEW_PASSWORD: newPassword(), ...more },
      });
    await expect(answer({})).rejects.toThrow('Invalid user attributes: given_name is missing');
    const { AuthenticationResult } = await answer({ 'userAttributes.given_name': 'New' });
    expect(decodeJwt(AuthenticationResult?.IdToken ?? '').given_name).toBe('New');
  });
});

describe('settings', () => {
  test('that an update leaves out go back to their defaults', async () => {
    const { UserPoolId } = await make({
      AutoVerifiedAttributes: ['email'],
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    });
    await sdk(pool).updateUserPool({ UserPoolId, MfaConfiguration: 'OFF' });
    const { UserPool } = await sdk(pool).describeUserPool({ UserPoolId });
    expect(UserPool).toMatchObject({
      Name: 'made',
      AutoVerifiedAttributes: [],
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
    });
  });

  test.each<[string, Partial<CreateUserPoolCommandInput>]>([
    [
      'UserAttributeUpdateSettings',
      { UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] } },
    ],
    ['UserPoolAddOns', { UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' } }],
    ['PasswordHistorySize', { Policies: { PasswordPolicy: { PasswordHistorySize: 3 } } }],
    [
      'DeveloperOnlyAttribute',
      { Schema: [{ Name: 'x', AttributeDataType: 'String', DeveloperOnlyAttribute: true }] },
    ],
    [
      'InviteMessageTemplate',
      { AdminCreateUserConfig: { InviteMessageTemplate: { EmailMessage: '{username} {####}' } } },
    ],
  ])('that this server has not are refused by name: %s', async (name, settings) => {
    await expect(make(settings)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: `${name} is not supported by the local user pool.`,
    });
  });
});
