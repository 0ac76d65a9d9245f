import type { ExplicitAuthFlowsType } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { userPoolSource, type Challenge, type UserPoolOptions } from './index.ts';
import { makeAppClient } from './test-support/administer.ts';
import { startTestBackend, type TestBackend } from './test-support/test-backend.ts';

let backend: TestBackend;
// Undefined until the local user pool knows the flow: what it cannot do is not tried on something made up.
let appClient: { clientId: string } | undefined;
beforeAll(async () => {
  backend = await startTestBackend();
  const flows: ExplicitAuthFlowsType[] = [
    'ALLOW_USER_AUTH',
    'ALLOW_USER_SRP_AUTH',
    'ALLOW_REFRESH_TOKEN_AUTH',
  ];
  appClient = await makeAppClient(backend.local, { ExplicitAuthFlows: flows }).catch(() => undefined);
});
afterAll(() => backend.close());

const signIn = (extra: Partial<UserPoolOptions>) =>
  userPoolSource(backend.options('ann', { flow: 'USER_AUTH', ...appClient, ...extra })).identity();

test.for([
  ['proves the password by SRP unless said otherwise', {}],
  ['sends the password where it is preferred', { preferredChallenge: 'PASSWORD' }],
] as const)('USER_AUTH %s', async ([, extra], { skip }) => {
  if (!appClient) return skip('The local user pool does not know USER_AUTH yet.');
  expect(await signIn(extra)).toMatchObject({ username: 'ann' });
});

test('USER_AUTH lets the user choose among what the pool offers', async ({ skip }) => {
  if (!appClient) return skip('The local user pool does not know USER_AUTH yet.');
  const asked: Challenge[] = [];
  const onChallenge = (challenge: Challenge) => {
    asked.push(challenge);
    return { choice: 'PASSWORD_SRP' };
  };
  const { password: _, ...options } = backend.options('ann', {
    flow: 'USER_AUTH',
    ...appClient,
    onChallenge,
  });
  await expect(userPoolSource(options).identity()).rejects.toMatchObject({ code: 'sign-in-needed' });
  expect(asked[0]).toMatchObject({ name: 'SELECT_CHALLENGE' });
});

test('CUSTOM_AUTH and USER_AUTH are refused by name where the app client does not allow them', async () => {
  for (const flow of ['CUSTOM_AUTH', 'USER_AUTH'] as const) {
    const { clientId } = backend.local.clients.public;
    await expect(signIn({ flow, clientId })).rejects.toMatchObject({
      message: expect.stringContaining(flow) as string,
    });
  }
});
