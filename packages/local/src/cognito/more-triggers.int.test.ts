import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { workspaceSchema as schema } from '../appsync/test-support/test-api.ts';
import { startLocal, type TestBackend } from '../test-kit.ts';
import type { TriggerEvent, Triggers } from './trigger-handlers.ts';

const callback = 'http://127.0.0.1:4321/callback';
const heard: TriggerEvent[] = [];
const hear = (event: TriggerEvent): TriggerEvent => {
  heard.push(event);
  return event;
};
const sources = () => heard.map(({ triggerSource }) => triggerSource);
const passwords = new Map<string, string>();

const triggers: Triggers = {
  preAuthentication: hear,
  postAuthentication: hear,
  preTokenGeneration: {
    version: 'V3_0',
    handler: (event) => {
      hear(event);
      event.response.claimsAndScopeOverrideDetails = {
        accessTokenGeneration: {
          claimsToAddOrOverride: { plan: 'gold', sub: 'somebody else' },
          scopesToAdd: ['extra/scope'],
        },
      };
      return event;
    },
  },
  customMessage: (event) => {
    hear(event);
    if (event.userName === 'silent') return event;
    if (event.userName === 'broken') throw new Error('no words');
    event.response.emailSubject = `Hello ${event.userName}`;
    event.response.emailMessage = `Your code is ${String(event.request.codeParameter)}, ${event.userName}.`;
    return event;
  },
  userMigration: (event) => {
    hear(event);
    const { password } = event.request as { password: string | null };
    const known = passwords.get(event.userName);
    if (known === undefined || (password !== null && password !== known)) throw new Error('Bad password');
    event.response.userAttributes = { email: `${event.userName}@example.com`, email_verified: 'true' };
    event.response.finalUserStatus = 'CONFIRMED';
    event.response.messageAction = 'SUPPRESS';
    return event;
  },
};

let local: TestBackend;
let cognito: CognitoIdentityProvider;
let password: string;
beforeAll(async () => {
  local = await startLocal({
    schema,
    triggers,
    callbackUrls: [callback],
    functions: () => ({
      confirmEverybody: (event: unknown) => {
        const given = event as TriggerEvent;
        given.response.autoConfirmUser = true;
        return given;
      },
    }),
  });
  const { region, url, roles } = local;
  cognito = new CognitoIdentityProvider({ region, endpoint: url, credentials: roles.admin, maxAttempts: 1 });
  ({ password } = await local.asUser({ username: 'ann' }));
});
afterAll(() => local.close());
beforeEach(() => void heard.splice(0));

const signIn = (USERNAME: string, PASSWORD: string) =>
  cognito.initiateAuth({
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: local.clients.public.clientId,
    AuthParameters: { USERNAME, PASSWORD },
  });
const signUp = (Username: string) =>
  cognito.signUp({
    ClientId: local.clients.public.clientId,
    Username,
    Password: password,
    UserAttributes: [{ Name: 'email', Value: `${Username}@example.com` }],
  });

describe('the order of triggers at sign-in', () => {
  test('is before, after, and then the tokens', async () => {
    await signIn('ann', password);
    expect(sources()).toEqual([
      'PreAuthentication_Authentication',
      'PostAuthentication_Authentication',
      'TokenGeneration_Authentication',
    ]);
    heard.splice(0);
    await expect(signIn('ann', `${password}x`)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect(sources()).toEqual(['PreAuthentication_Authentication']);
  });

  test('is the same on the sign-in page, where the tokens come with the code', async () => {
    const client_id = local.clients.public.clientId;
    const query = new URLSearchParams({ response_type: 'code', client_id, redirect_uri: callback });
    const post = (path: string, form: Record<string, string>) =>
      fetch(`${local.url}${path}`, { method: 'POST', redirect: 'manual', body: new URLSearchParams(form) });
    const page = await post(`/login?${query}`, { username: 'ann', password });
    expect(sources()).toEqual(['PreAuthentication_Authentication', 'PostAuthentication_Authentication']);
    const code = new URL(page.headers.get('location') ?? '').searchParams.get('code') ?? '';
    await post('/oauth2/token', {
      grant_type: 'authorization_code',
      client_id,
      redirect_uri: callback,
      code,
    });
    expect(sources().at(-1)).toBe('TokenGeneration_HostedAuth');
  });
});

describe('the pre token generation trigger', () => {
  test('changes the tokens of machines from version 3 on, but not whose they are', async () => {
    const machine = await local.asMachine({ scopes: ['items/read'] });
    const { authorization = '' } = await machine.headers({ body: '' });
    const claims = decodeJwt(authorization);
    expect(claims).toMatchObject({ plan: 'gold', scope: 'items/read extra/scope', sub: claims.client_id });
    expect(heard[0]).toMatchObject({
      version: '3',
      triggerSource: 'TokenGeneration_ClientCredentials',
      request: { scopes: ['items/read'] },
    });
  });
});

describe('the custom message trigger', () => {
  const last = () => local.messages.at(-1);

  test('has words of its own for codes', async () => {
    await signUp('eve');
    const { code, text, subject } = last() ?? {};
    expect([text, subject]).toEqual([`Your code is ${code}, eve.`, 'Hello eve']);
    const who = { ClientId: local.clients.public.clientId, Username: 'eve' };
    await cognito.resendConfirmationCode(who);
    await cognito.confirmSignUp({ ...who, ConfirmationCode: last()?.code });
    await cognito.forgotPassword(who);
    expect(sources().filter((source) => source.startsWith('CustomMessage'))).toEqual([
      'CustomMessage_SignUp',
      'CustomMessage_ResendCode',
      'CustomMessage_ForgotPassword',
    ]);
  });

  test('may leave them as they are, and its failure is told', async () => {
    await signUp('silent');
    expect(last()).not.toHaveProperty('text');
    await expect(signUp('broken')).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'CustomMessage failed with error no words.',
    });
  });
});

describe('the user migration trigger', () => {
  test('brings a user along at the first sign-in with the right password', async () => {
    passwords.set('old', password);
    await expect(signIn('old', `${password}x`)).rejects.toMatchObject({ name: 'UserNotFoundException' });
    expect((await signIn('old', password)).AuthenticationResult?.AccessToken).toBeDefined();
    expect(sources().filter((source) => source.startsWith('UserMigration'))).toHaveLength(2);
    heard.splice(0);
    await signIn('old', password);
    expect(sources()).not.toContain('UserMigration_Authentication');
    const who = { UserPoolId: local.userPoolId, Username: 'old' };
    expect(await cognito.adminGetUser(who)).toMatchObject({ UserStatus: 'CONFIRMED' });
  });

  test('brings a user along who has forgotten the password, too', async () => {
    passwords.set('forgetful', password);
    const who = { ClientId: local.clients.public.clientId, Username: 'forgetful' };
    const { CodeDeliveryDetails } = await cognito.forgotPassword(who);
    expect(CodeDeliveryDetails?.AttributeName).toBe('email');
    const ConfirmationCode = local.messages.at(-1)?.code;
    await cognito.confirmForgotPassword({ ...who, ConfirmationCode, Password: `${password}z` });
    expect((await signIn('forgetful', `${password}z`)).AuthenticationResult).toBeDefined();
  });

  test('knows nobody else', async () => {
    await expect(signIn('stranger', password)).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});

describe('a further pool', () => {
  const arn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
  const poolWith = async (PreSignUp: string) => {
    const { UserPool } = await cognito.createUserPool({ PoolName: 'more', LambdaConfig: { PreSignUp } });
    const UserPoolId = UserPool?.Id ?? '';
    const made = await cognito.createUserPoolClient({ UserPoolId, ClientName: 'c' });
    const ClientId = made.UserPoolClient?.ClientId ?? '';
    return {
      UserPoolId,
      signUp: () => cognito.signUp({ ClientId, Username: 'zoe', Password: password }),
    };
  };

  test('has the functions of the backend for triggers, by ARN, and none of the backend’s own', async () => {
    const { UserPoolId, signUp: sign } = await poolWith(arn('confirmEverybody'));
    expect((await sign()).UserConfirmed).toBe(true);
    expect(heard).toEqual([]);
    expect((await cognito.describeUserPool({ UserPoolId })).UserPool?.LambdaConfig).toEqual({
      PreSignUp: arn('confirmEverybody'),
    });
  });

  test('hears which function is not there', async () => {
    const { signUp: sign } = await poolWith(arn('nobody'));
    await expect(sign()).rejects.toMatchObject({
      name: 'UnexpectedLambdaException',
      message: 'PreSignUp invocation failed: the local backend has no function nobody.',
    });
    await expect(poolWith('nobody')).rejects.toThrow("Value at 'preSignUp' failed to satisfy constraint");
    await expect(
      cognito.createUserPool({ PoolName: 'x', LambdaConfig: { KMSKeyID: 'arn:aws:kms:::key/x' } }),
    ).rejects.toThrow('KMSKeyID is not supported by the local user pool.');
  });
});
