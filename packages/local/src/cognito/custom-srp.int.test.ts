import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';
import { Amplify } from 'aws-amplify';
import { confirmSignIn, fetchAuthSession, signIn, signOut } from 'aws-amplify/auth';
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { workspaceSchema as schema } from '../appsync/test-support/test-api.ts';
import { startLocal, type TestBackend } from '../test-kit.ts';
import { startSrp, timestamp } from './test-support/srp-client.ts';
import { memoryStorage } from './test-support/identity-user.ts';
import type { TriggerEvent } from './trigger-handlers.ts';

// The password by SRP first, then a question of the pool's own, as AWS's example of the trigger has it.
let local: TestBackend;
let client: CognitoIdentityProvider;
let seen: unknown[];
let define: (event: TriggerEvent) => TriggerEvent;
const passwordThenQuestion = (event: TriggerEvent): TriggerEvent => {
  const session = event.request.session as { challengeName: string; challengeResult: boolean }[];
  const last = session.at(-1);
  event.response.issueTokens = last?.challengeName === 'CUSTOM_CHALLENGE' && last.challengeResult;
  event.response.failAuthentication = last === undefined || !last.challengeResult;
  event.response.challengeName = last?.challengeName === 'SRP_A' ? 'PASSWORD_VERIFIER' : 'CUSTOM_CHALLENGE';
  return event;
};
beforeAll(async () => {
  local = await startLocal({
    schema,
    triggers: {
      defineAuthChallenge: (event) => {
        seen.push(event.request.session);
        return define(event);
      },
      createAuthChallenge: (event) => {
        event.response.publicChallengeParameters = { question: 'What is the word?' };
        event.response.privateChallengeParameters = { answer: 'swordfish' };
        return event;
      },
      verifyAuthChallengeResponse: (event) => {
        event.response.answerCorrect = event.request.challengeAnswer === 'swordfish';
        return event;
      },
    },
  });
  client = new CognitoIdentityProvider({ region: local.region, endpoint: local.url });
});
beforeEach(() => {
  seen = [];
  define = passwordThenQuestion;
});
afterAll(() => local.close());

const step = (challengeName: string, challengeResult = true) => ({
  ...{ challengeName, challengeResult, challengeMetadata: null },
});

function byIdentityJs(username: string, password: string, answer = 'swordfish'): Promise<string> {
  const Storage = memoryStorage();
  const Pool = new CognitoUserPool({
    ...{
      UserPoolId: local.userPoolId,
      ClientId: local.clients.public.clientId,
      endpoint: local.url,
      Storage,
    },
  });
  const user = new CognitoUser({ Username: username, Pool, Storage });
  user.setAuthenticationFlowType('CUSTOM_AUTH');
  return new Promise((resolve, onFailure) => {
    const callbacks = {
      onFailure,
      onSuccess: (session: { getAccessToken(): { getJwtToken(): string } }) =>
        resolve(session.getAccessToken().getJwtToken()),
      customChallenge: () => user.sendCustomChallengeAnswer(answer, callbacks),
    };
    user.authenticateUser(new AuthenticationDetails({ Username: username, Password: password }), callbacks);
  });
}

test('amazon-cognito-identity-js proves the password, then answers the question', async () => {
  const { username, password } = await local.asUser();
  expect((await byIdentityJs(username, password)).split('.')).toHaveLength(3);
  expect(seen).toEqual([
    [step('SRP_A')],
    [step('SRP_A'), step('PASSWORD_VERIFIER')],
    [step('SRP_A'), step('PASSWORD_VERIFIER'), step('CUSTOM_CHALLENGE')],
  ]);
});

test('aws-amplify does so too', async () => {
  const { username, password } = await local.asUser();
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: local.userPoolId,
        userPoolClientId: local.clients.public.clientId,
        userPoolEndpoint: local.url,
      },
    },
  });
  const options = { authFlowType: 'CUSTOM_WITH_SRP' } as const;
  const { nextStep } = await signIn({ username, password, options });
  expect(nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE');
  expect((await confirmSignIn({ challengeResponse: 'swordfish' })).isSignedIn).toBe(true);
  expect((await fetchAuthSession()).tokens?.accessToken).toBeDefined();
  await signOut();
});

test('a wrong password ends it before the question is put, and a wrong answer after it', async () => {
  const [ann, bob] = [await local.asUser(), await local.asUser()];
  const wrong = { code: 'NotAuthorizedException', message: 'Incorrect username or password.' };
  await expect(byIdentityJs(ann.username, bob.password)).rejects.toMatchObject(wrong);
  expect(seen).toEqual([[step('SRP_A')]]);
  await expect(byIdentityJs(ann.username, ann.password, 'guess')).rejects.toMatchObject(wrong);
  await expect(byIdentityJs('nobody', ann.password)).rejects.toMatchObject({ code: 'UserNotFoundException' });
});

async function begin(username: string, more: Record<string, string> = {}) {
  const srp = await startSrp(local.userPoolId.split('_')[1] ?? '');
  const answer = await client.initiateAuth({
    ...{ AuthFlow: 'CUSTOM_AUTH', ClientId: local.clients.public.clientId },
    AuthParameters: { USERNAME: username, CHALLENGE_NAME: 'SRP_A', SRP_A: srp.publicKey, ...more },
  });
  return { srp, ...answer };
}

test('a proof is good once, and for the flow that it was begun in', async () => {
  const { username, password } = await local.asUser();
  const { srp, ChallengeName, ChallengeParameters = {} } = await begin(username);
  expect(ChallengeName).toBe('PASSWORD_VERIFIER');
  const { USER_ID_FOR_SRP: name = '', SALT = '', SRP_B = '', SECRET_BLOCK = '' } = ChallengeParameters;
  const TIMESTAMP = timestamp();
  const claim = createHmac('sha256', await srp.key(name, password, SRP_B, SALT))
    .update(local.userPoolId.split('_')[1] ?? '')
    .update(name)
    .update(Buffer.from(SECRET_BLOCK, 'base64'))
    .update(TIMESTAMP);
  const PASSWORD_CLAIM_SIGNATURE = claim.digest('base64');
  const proof = {
    USERNAME: name,
    PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
    PASSWORD_CLAIM_SIGNATURE,
    TIMESTAMP,
  };
  const prove = () =>
    client.respondToAuthChallenge({
      ...{ ClientId: local.clients.public.clientId, ChallengeName: 'PASSWORD_VERIFIER' },
      ChallengeResponses: proof,
    });
  // No tokens yet: the trigger has a question.
  const next = await prove();
  expect([next.ChallengeName, next.AuthenticationResult]).toEqual(['CUSTOM_CHALLENGE', undefined]);
  await expect(prove()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
});

test('a trigger that asks for no password, or for one that was not announced, is held to it', async () => {
  const { username } = await local.asUser();
  define = (event) => {
    event.response.challengeName = 'CUSTOM_CHALLENGE';
    return event;
  };
  expect((await begin(username)).ChallengeName).toBe('CUSTOM_CHALLENGE');
  define = (event) => {
    event.response.challengeName = 'PASSWORD_VERIFIER';
    return event;
  };
  await expect(
    client.initiateAuth({
      ...{ AuthFlow: 'CUSTOM_AUTH', ClientId: local.clients.public.clientId },
      AuthParameters: { USERNAME: username },
    }),
  ).rejects.toThrow('The challenge PASSWORD_VERIFIER within CUSTOM_AUTH is not supported');
  await expect(begin(username, { SRP_A: '0' })).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test('a second factor comes after the password and before the question, and cannot be left out', async () => {
  const attributes = { email: 'ann@example.com', email_verified: 'true' };
  const { username, password } = await local.asUser({ attributes });
  const admin = new CognitoIdentityProvider({
    ...{ region: local.region, endpoint: local.url, credentials: local.roles.admin },
  });
  const UserPoolId = local.userPoolId;
  await admin.setUserPoolMfaConfig({ UserPoolId, MfaConfiguration: 'OPTIONAL', EmailMfaConfiguration: {} });
  const EmailMfaSettings = { Enabled: true, PreferredMfa: true };
  await admin.adminSetUserMFAPreference({ UserPoolId, Username: username, EmailMfaSettings });
  const options = { authFlowType: 'CUSTOM_WITH_SRP' } as const;
  const { nextStep } = await signIn({ username, password, options });
  expect(nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_EMAIL_CODE');
  expect(seen).toEqual([[step('SRP_A')]]);
  const challengeResponse = local.messages.at(-1)?.code ?? '';
  const then = await confirmSignIn({ challengeResponse });
  expect(then.nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE');
  expect(seen.at(-1)).toEqual([step('SRP_A'), step('PASSWORD_VERIFIER'), step('EMAIL_OTP')]);
  define = (event) => {
    const session = event.request.session as { challengeName: string; challengeResult: boolean }[];
    event.response.issueTokens = session.at(-1)?.challengeName === 'CUSTOM_CHALLENGE';
    return event;
  };
  expect((await confirmSignIn({ challengeResponse: 'swordfish' })).isSignedIn).toBe(true);
  await signOut();
  await admin.setUserPoolMfaConfig({ UserPoolId, MfaConfiguration: 'OFF' });
});

test('a temporary password has to be changed first', async () => {
  const admin = new CognitoIdentityProvider({
    ...{ region: local.region, endpoint: local.url, credentials: local.roles.admin },
  });
  const [Username, TemporaryPassword] = ['newcomer', 'Temporary-passw0rd'];
  await admin.adminCreateUser({ UserPoolId: local.userPoolId, Username, TemporaryPassword });
  const options = { authFlowType: 'CUSTOM_WITH_SRP' } as const;
  const { nextStep } = await signIn({ username: Username, password: TemporaryPassword, options });
  expect(nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED');
});
