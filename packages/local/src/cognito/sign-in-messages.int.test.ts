import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLocal, type TestBackend } from '../test-kit.ts';

// What the messages say that bring the codes of a sign-in.
let local: TestBackend;
let client: CognitoIdentityProvider;
let sources: string[];
let refuses = false;
beforeAll(async () => {
  sources = [];
  local = await startLocal({
    schema: 'type Note @model { id: ID! }',
    signIn: { firstFactors: ['PASSWORD', 'EMAIL_OTP'] },
    triggers: {
      customMessage: (event) => {
        if (refuses) throw new Error('No paper');
        sources.push(event.triggerSource);
        const { codeParameter } = event.request as { codeParameter: string };
        event.response.emailMessage = `Dear ${event.userName}, ${codeParameter}`;
        return event;
      },
    },
  });
  client = new CognitoIdentityProvider({
    ...{ region: local.region, endpoint: local.url, credentials: local.roles.admin, maxAttempts: 1 },
  });
  await client.setUserPoolMfaConfig({
    ...{ UserPoolId: local.userPoolId, MfaConfiguration: 'OPTIONAL' },
    EmailMfaConfiguration: { Subject: 'Your code' },
    SmsMfaConfiguration: { SmsAuthenticationMessage: 'It is {####}.' },
  });
});
afterAll(() => local.close());

const verified = { email: 'ann@example.com', email_verified: 'true', phone_number: '+15550100' };
const signIn = (
  username: string,
  AuthFlow: 'USER_AUTH' | 'USER_PASSWORD_AUTH',
  more: Record<string, string>,
) =>
  client.initiateAuth({
    ...{ AuthFlow, ClientId: local.clients.public.clientId },
    AuthParameters: { USERNAME: username, ...more },
  });

test('the trigger writes them, and the pool’s own settings where it does not', async () => {
  const { username, password: PASSWORD } = await local.asUser({ attributes: verified });
  await signIn(username, 'USER_AUTH', { PREFERRED_CHALLENGE: 'EMAIL_OTP' });
  const { code, text, subject } = local.messages.at(-1) ?? {};
  expect([text, subject]).toEqual([`Dear ${username}, ${code}`, 'Your code']);
  expect(sources).toEqual(['CustomMessage_Authentication']);
  const Username = username;
  await client.adminSetUserMFAPreference({
    ...{ UserPoolId: local.userPoolId, Username, SMSMfaSettings: { Enabled: true } },
  });
  const { ChallengeName } = await signIn(username, 'USER_PASSWORD_AUTH', { PASSWORD });
  const sent = local.messages.at(-1);
  expect([ChallengeName, sent?.text, sent?.subject]).toEqual(['SMS_MFA', `It is ${sent?.code}.`, undefined]);
});

test('a trigger that fails sends nothing, and says why', async () => {
  const { username } = await local.asUser({ attributes: verified });
  const before = local.messages.length;
  refuses = true;
  await expect(signIn(username, 'USER_AUTH', { PREFERRED_CHALLENGE: 'EMAIL_OTP' })).rejects.toMatchObject({
    name: 'UserLambdaValidationException',
    message: 'CustomMessage failed with error No paper.',
  });
  refuses = false;
  expect(local.messages).toHaveLength(before);
});
