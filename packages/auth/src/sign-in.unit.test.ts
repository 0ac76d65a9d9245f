import { expect, test } from 'vitest';
import type { Challenge } from './challenges.ts';
import { ServerClock } from './clock.ts';
import type { Cognito, SignInFlow, Values } from './cognito-client.ts';
import type { SignInOptions } from './sign-in-options.ts';
import { signIn } from './sign-in.ts';
import type { Step } from './transport.ts';

const account = { region: 'eu-west-1', userPoolId: 'eu-west-1_AbC', clientId: 'c', username: 'ann' };

// No user pool of ours puts these challenges yet; this is only about what we do when one puts whatever it likes.
function putting(steps: (round: number) => Step) {
  let rounds = 0;
  const sent: Values[] = [];
  const next = (values: Values): Promise<Step> => {
    sent.push(values);
    return Promise.resolve(steps((rounds += 1)));
  };
  const refuse = (): Promise<never> => Promise.reject(new Error('not expected'));
  const cognito: Cognito = {
    initiate: (_flow, _username, values) => next(values),
    respond: (_flow, _step, _username, values) => next(values),
    renew: refuse,
    revoke: refuse,
    call: refuse,
  };
  const connection = { cognito, clock: new ServerClock(() => 0) };
  const run = (options: Partial<SignInOptions>, password?: string) =>
    signIn({ ...account, ...options }, password, connection);
  return { run, sent, rounds: () => rounds };
}

test('a pool that puts custom challenges for ever is not followed for ever', async () => {
  const asked: Challenge[] = [];
  const { run, rounds } = putting(() => ({
    ChallengeName: 'CUSTOM_CHALLENGE',
    ChallengeParameters: { USERNAME: 'ann', question: 'favourite colour?' },
  }));
  const onChallenge = (challenge: Challenge) => {
    asked.push(challenge);
    return { answer: 'blue' };
  };
  await expect(run({ flow: 'CUSTOM_AUTH', onChallenge })).rejects.toMatchObject({ code: 'service' });
  expect(rounds()).toBeLessThan(50);
  const parameters = { question: 'favourite colour?' };
  expect(asked.slice(0, 2)).toEqual([
    { name: 'CUSTOM_CHALLENGE', username: 'ann', parameters, round: 1 },
    { name: 'CUSTOM_CHALLENGE', username: 'ann', parameters, round: 2 },
  ]);
});

test('a pool that asks for a new password again and again is refused at once', async () => {
  const { run, rounds } = putting(() => ({ ChallengeName: 'NEW_PASSWORD_REQUIRED' }));
  const onChallenge = () => ({ newPassword: 'Another-Passw0rd' });
  await expect(run({ onChallenge }, 'x')).rejects.toMatchObject({ code: 'service' });
  expect(rounds()).toBe(2);
});

test('a challenge that is not supported, or that nobody knows, is named', async () => {
  for (const ChallengeName of ['WEB_AUTHN', 'DEVICE_SRP_AUTH', 'SOMETHING_NEW'] as Step['ChallengeName'][]) {
    const { run } = putting(() => ({ ChallengeName }));
    const onChallenge = () => ({ code: '1' });
    await expect(run({ onChallenge }, 'x')).rejects.toMatchObject({
      code: 'challenge',
      challenge: ChallengeName,
    });
  }
});

test('an answer without tokens and without a challenge is no endless wait either', async () => {
  const { run } = putting(() => ({}));
  await expect(run({}, 'x')).rejects.toMatchObject({ challenge: 'an empty answer' });
});

const attributes = JSON.stringify(['userAttributes.email', 'userAttributes.custom:tier']);
const wanting = () =>
  putting(() => ({
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    ChallengeParameters: { requiredAttributes: attributes },
  }));

test('a new password comes with the attributes that the pool requires, by their own names', async () => {
  const { run, sent } = wanting();
  const asked: Challenge[] = [];
  const onChallenge = (challenge: Challenge) => {
    asked.push(challenge);
    const attributes = { email: 'ann@example.com', 'custom:tier': 'gold', nickname: 'annie' };
    return { newPassword: 'Another-Passw0rd', attributes };
  };
  await expect(run({ onChallenge }, 'x')).rejects.toMatchObject({ code: 'service' });
  const requiredAttributes = ['email', 'custom:tier'];
  expect(asked).toEqual([{ name: 'NEW_PASSWORD_REQUIRED', username: 'ann', requiredAttributes }]);
  expect(sent[1]).toEqual({
    USERNAME: 'ann',
    NEW_PASSWORD: 'Another-Passw0rd',
    'userAttributes.email': 'ann@example.com',
    'userAttributes.custom:tier': 'gold',
    'userAttributes.nickname': 'annie',
  });
});

test('names the required attributes that an answer lacks, before anything is sent', async () => {
  const { run, rounds } = wanting();
  const onChallenge = () => ({ newPassword: 'Another-Passw0rd', attributes: { email: 'ann@example.com' } });
  await expect(run({ onChallenge }, 'x')).rejects.toMatchObject({
    code: 'invalid-new-password',
    message: 'ann also needs custom:tier.',
  });
  expect(rounds()).toBe(1);
});

test('a flow that there is not is refused before the password is sent in its name', async () => {
  const { run, rounds } = putting(() => ({}));
  await expect(run({ flow: 'USER_SRP' as SignInFlow }, 'x')).rejects.toMatchObject({
    code: 'not-configured',
    message: expect.stringContaining('"USER_SRP"; it can be USER_SRP_AUTH, USER_PASSWORD_AUTH') as string,
  });
  expect(rounds()).toBe(0);
});
