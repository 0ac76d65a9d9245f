import { startLocal, type TestBackend } from '@postern/local/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { userPoolSource, type Challenge, type ChallengeHandler, type UserPoolOptions } from './index.ts';
import { makeAppClient } from './test-support/administer.ts';

let local: TestBackend;
let ann: { username: string; password: string };
beforeAll(async () => {
  const schema = 'type Note @model { id: ID! }';
  local = await startLocal({ schema, signIn: { firstFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP'] } });
  ann = await local.asUser({
    username: 'ann',
    attributes: {
      ...{ email: 'ann@example.com', email_verified: 'true' },
      ...{ phone_number: '+15550100', phone_number_verified: 'true' },
    },
  });
});
afterAll(() => local.close());

const options = (extra: Partial<UserPoolOptions> = {}): UserPoolOptions => {
  const { region, userPoolId, clients, cognitoEndpoint: endpoint } = local;
  return { region, userPoolId, endpoint, ...clients.public, username: 'ann', flow: 'USER_AUTH', ...extra };
};
const signIn = (extra: Partial<UserPoolOptions>) => userPoolSource(options(extra)).identity();

test.for([
  ['proves the password by SRP unless said otherwise', {}],
  ['sends the password where it is preferred', { preferredChallenge: 'PASSWORD' }],
] as const)('USER_AUTH %s', async ([, extra]) => {
  const { password } = ann;
  expect(await signIn({ password, ...extra })).toMatchObject({ username: 'ann' });
  expect(await signIn({ password, ...local.clients.confidential, ...extra })).toMatchObject({
    username: 'ann',
  });
});

// Somebody who chooses, and reads the code that was sent.
function person(choice: string) {
  const asked: Challenge[] = [];
  const onChallenge: ChallengeHandler = (challenge) => {
    asked.push(challenge);
    return 'choices' in challenge ? { choice } : { code: local.messages.at(-1)?.code ?? '' };
  };
  return { asked, onChallenge };
}

test.for(['PASSWORD', 'PASSWORD_SRP'])(
  'USER_AUTH lets the user choose where what is preferred is not to be had: %s',
  async (choice) => {
    const { username, password } = await local.asUser();
    const { asked, onChallenge } = person(choice);
    const options = { username, password, preferredChallenge: 'EMAIL_OTP', onChallenge } as const;
    expect(await signIn(options)).toMatchObject({ username });
    expect(asked).toEqual([{ name: 'SELECT_CHALLENGE', username, choices: ['PASSWORD_SRP', 'PASSWORD'] }]);
  },
);

test('USER_AUTH without a password lets the user choose, and says where the choice needs one', async () => {
  const { asked, onChallenge } = person('PASSWORD');
  await expect(signIn({ onChallenge })).rejects.toMatchObject({ code: 'sign-in-needed' });
  const choices = ['PASSWORD_SRP', 'PASSWORD', 'EMAIL_OTP', 'SMS_OTP'];
  expect(asked).toEqual([{ name: 'SELECT_CHALLENGE', username: 'ann', choices }]);
});

test.for([
  ['EMAIL_OTP', 'a***@e***'],
  ['SMS_OTP', '+*******0100'],
] as const)('USER_AUTH needs no password with %s, chosen or preferred', async ([choice, sentTo]) => {
  const chooses = person(choice);
  expect(await signIn({ onChallenge: chooses.onChallenge })).toMatchObject({ username: 'ann' });
  const code = { name: choice, username: 'ann', sentTo, deviceName: undefined, attempt: 1 };
  expect(chooses.asked).toEqual([expect.objectContaining({ name: 'SELECT_CHALLENGE' }), code]);
  const prefers = person(choice);
  expect(await signIn({ preferredChallenge: choice, onChallenge: prefers.onChallenge })).toMatchObject({
    username: 'ann',
  });
  expect(prefers.asked).toEqual([code]);
});

test('USER_AUTH asks again after a wrong code, three times', async () => {
  const attempts: unknown[] = [];
  const onChallenge: ChallengeHandler = (challenge) => {
    attempts.push('attempt' in challenge && challenge.attempt);
    return { code: 'wrong' };
  };
  await expect(signIn({ preferredChallenge: 'EMAIL_OTP', onChallenge })).rejects.toMatchObject({
    code: 'wrong-code',
  });
  expect(attempts).toEqual([1, 2, 3]);
});

test('CUSTOM_AUTH and USER_AUTH are refused by name where the app client does not allow them', async () => {
  const appClient = await makeAppClient(local, { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] });
  for (const flow of ['CUSTOM_AUTH', 'USER_AUTH'] as const) {
    await expect(signIn({ flow, password: ann.password, ...appClient })).rejects.toMatchObject({
      code: 'flow-not-enabled',
      message: expect.stringContaining(flow) as string,
    });
  }
});
