import { expect, test } from 'vitest';
import type { Challenge } from './challenges.ts';
import { ServerClock } from './clock.ts';
import type { Cognito } from './cognito-client.ts';
import { signIn, type SignInOptions } from './sign-in.ts';
import type { Step } from './transport.ts';

const account = { region: 'eu-west-1', userPoolId: 'eu-west-1_AbC', clientId: 'c', username: 'ann' };

// No user pool of ours puts these challenges yet; this is only about what we do when one puts whatever it likes.
function putting(steps: (round: number) => Step) {
  let rounds = 0;
  const next = (): Promise<Step> => Promise.resolve(steps((rounds += 1)));
  const refuse = (): Promise<never> => Promise.reject(new Error('not expected'));
  const cognito: Cognito = { initiate: next, respond: next, renew: refuse, revoke: refuse, call: refuse };
  const connection = { cognito, clock: new ServerClock(() => 0) };
  const run = (options: Partial<SignInOptions>, password?: string) =>
    signIn({ ...account, ...options }, password, connection);
  return { run, rounds: () => rounds };
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
