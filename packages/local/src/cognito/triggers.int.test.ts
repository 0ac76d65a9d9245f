import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { workspaceSchema as schema } from '../appsync/test-support/test-api.ts';
import { startLocal, type TestBackend } from '../test-kit.ts';
import { newPassword } from './test-support/test-pool.ts';
import type { TriggerEvent, TriggerHandler } from './trigger-handlers.ts';

const heard: TriggerEvent[] = [];
let answers: Record<string, TriggerHandler> = {};
const handler: TriggerHandler = (event) => {
  heard.push(event);
  return (answers[event.triggerSource] ?? ((same) => same))(event);
};

let local: TestBackend;
let client: CognitoIdentityProvider;
beforeAll(async () => {
  local = await startLocal({
    schema,
    triggers: {
      preSignUp: handler,
      postConfirmation: handler,
      preAuthentication: handler,
      postAuthentication: handler,
      preTokenGeneration: { version: 'V2_0', handler },
    },
  });
  const { region, url: endpoint, roles } = local;
  client = new CognitoIdentityProvider({ region, endpoint, credentials: roles.admin, maxAttempts: 1 });
});
afterAll(() => local.close());
beforeEach(() => {
  heard.length = 0;
  answers = {};
});

const sources = (): string[] => heard.map(({ triggerSource }) => triggerSource);
const signIn = (USERNAME: string, PASSWORD: string) =>
  client.initiateAuth({
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: local.clients.public.clientId,
    AuthParameters: { USERNAME, PASSWORD },
  });
let made = 0;
const signUp = async () => {
  const who = { ClientId: local.clients.public.clientId, Username: `new-${(made += 1)}` };
  const Password = newPassword();
  const UserAttributes = [{ Name: 'email', Value: `${who.Username}@example.com` }];
  return { who, Password, answer: await client.signUp({ ...who, Password, UserAttributes }) };
};

describe('the triggers of a user pool', () => {
  test('are called at their moments, in AWS’s shape', async () => {
    const { who, Password } = await signUp();
    await client.confirmSignUp({ ...who, ConfirmationCode: local.messages.at(-1)?.code });
    await signIn(who.Username, Password);
    expect(sources()).toEqual([
      'PreSignUp_SignUp',
      'PostConfirmation_ConfirmSignUp',
      'PreAuthentication_Authentication',
      'PostAuthentication_Authentication',
      'TokenGeneration_Authentication',
    ]);
    expect(heard[3]).toEqual({
      version: '1',
      triggerSource: 'PostAuthentication_Authentication',
      region: local.region,
      userPoolId: local.userPoolId,
      userName: who.Username,
      callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: who.ClientId },
      request: {
        userAttributes: {
          sub: expect.any(String) as string,
          'cognito:user_status': 'CONFIRMED',
          email: `${who.Username}@example.com`,
          email_verified: 'true',
        },
        newDeviceUsed: false,
      },
      response: {},
    });
    expect(heard[4]?.version).toBe('2');
  });

  test('confirm a user at sign-up, or refuse one', async () => {
    answers.PreSignUp_SignUp = (event) => {
      event.response.autoConfirmUser = true;
      event.response.autoVerifyEmail = true;
      return event;
    };
    const { who, Password, answer } = await signUp();
    expect(answer.UserConfirmed).toBe(true);
    const { AuthenticationResult } = await signIn(who.Username, Password);
    expect(decodeJwt(AuthenticationResult?.IdToken ?? '').email_verified).toBe(true);
    answers.PreSignUp_SignUp = () => {
      throw new Error('not from here');
    };
    await expect(signUp()).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PreSignUp failed with error not from here.',
    });
    answers.PreSignUp_SignUp = () => null;
    await expect(signUp()).rejects.toMatchObject({ name: 'InvalidLambdaResponseException' });
  });

  test('keep somebody out before the password is looked at', async () => {
    const { username, password } = await local.asUser();
    answers.PreAuthentication_Authentication = () => Promise.reject(new Error('closed'));
    for (const attempt of [password, 'wrong']) {
      await expect(signIn(username, attempt)).rejects.toMatchObject({
        name: 'UserLambdaValidationException',
        message: 'PreAuthentication failed with error closed.',
      });
    }
    answers = {};
    heard.length = 0;
    await expect(signIn(username, 'wrong')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect(sources()).toEqual(['PreAuthentication_Authentication']);
  });

  test('change claims, groups and scopes, and AppSync sees it; nothing turns a user into another', async () => {
    const { username, password, sub } = await local.asUser();
    const overrides: TriggerHandler = (event) => {
      event.response.claimsAndScopeOverrideDetails = {
        idTokenGeneration: { claimsToAddOrOverride: { tenant: { id: 1 }, sub: 'other' } },
        accessTokenGeneration: {
          claimsToAddOrOverride: { tenant: 'acme', username: 'other' },
          claimsToSuppress: ['auth_time', 'exp', 'missing'],
          scopesToAdd: ['items/read'],
        },
        groupOverrideDetails: { groupsToOverride: ['Admin'] },
      };
      return event;
    };
    answers.TokenGeneration_Authentication = overrides;
    answers.TokenGeneration_RefreshTokens = overrides;
    const { AuthenticationResult } = await signIn(username, password);
    const id = decodeJwt(AuthenticationResult?.IdToken ?? '');
    const access = decodeJwt(AuthenticationResult?.AccessToken ?? '');
    expect(id).toMatchObject({ tenant: { id: 1 }, sub, 'cognito:groups': ['Admin'] });
    expect(access).toMatchObject({
      tenant: 'acme',
      username,
      sub,
      scope: 'aws.cognito.signin.user.admin items/read',
      'cognito:groups': ['Admin'],
      auth_time: expect.any(Number) as number,
    });
    const response = await fetch(local.graphqlEndpoint, {
      method: 'POST',
      headers: { authorization: AuthenticationResult?.AccessToken ?? '' },
      body: JSON.stringify({ query: '{ listBatchOperations { items { id } } }' }),
    });
    expect(await response.json()).toEqual({ data: { listBatchOperations: { items: [] } } });
    const refreshed = await client.initiateAuth({
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      ClientId: local.clients.public.clientId,
      AuthParameters: { REFRESH_TOKEN: AuthenticationResult?.RefreshToken ?? '' },
    });
    expect(decodeJwt(refreshed.AuthenticationResult?.AccessToken ?? '').tenant).toBe('acme');
    expect(sources().at(-1)).toBe('TokenGeneration_RefreshTokens');
  });

  test('of the first version change the ID token only, and texts only', async () => {
    await using own = await startLocal({
      schema,
      triggers: {
        preTokenGeneration: (event) => {
          event.response.claimsOverrideDetails = {
            claimsToAddOrOverride: { tenant: 7 },
            claimsToSuppress: ['email'],
            groupOverrideDetails: { groupsToOverride: ['Admin'] },
          };
          return event;
        },
      },
    });
    const { tokens } = await own.asUser({ attributes: { email: 'x@example.com' } });
    expect(decodeJwt(tokens.idToken)).toMatchObject({ tenant: '7', 'cognito:groups': ['Admin'] });
    expect(decodeJwt(tokens.idToken).email).toBeUndefined();
    expect(decodeJwt(tokens.accessToken).tenant).toBeUndefined();
    expect(decodeJwt(tokens.accessToken)['cognito:groups']).toEqual(['Admin']);
  });
});
