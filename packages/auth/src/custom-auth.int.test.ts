import { startLocal, type TestBackend } from '@postern/local/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { userPoolSource, type Challenge, type ChallengeHandler, type UserPoolOptions } from './index.ts';

// The user pool's triggers ask for the password first where the client brings a proof of it, then for two words.
let local: TestBackend;
beforeAll(async () => {
  local = await startLocal({
    schema: 'type Note @model { id: ID! }',
    triggers: {
      defineAuthChallenge: (event) => {
        const session = event.request.session as { challengeName: string; challengeResult: boolean }[];
        const own = session.filter(({ challengeName }) => challengeName === 'CUSTOM_CHALLENGE');
        const right = own.filter(({ challengeResult }) => challengeResult).length;
        const bySrp = session.at(-1)?.challengeName === 'SRP_A';
        event.response.challengeName = bySrp ? 'PASSWORD_VERIFIER' : 'CUSTOM_CHALLENGE';
        event.response.issueTokens = right === 2;
        event.response.failAuthentication = own.length - right >= 2;
        return event;
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
});
afterAll(() => local.close());

const signIn = (extra: Partial<UserPoolOptions> & { username: string }) => {
  const { region, userPoolId, clients, cognitoEndpoint: endpoint } = local;
  const options = { region, userPoolId, endpoint, ...clients.public, flow: 'CUSTOM_AUTH', ...extra } as const;
  return userPoolSource(options).identity();
};
const saying = (...words: string[]) => {
  const asked: Challenge[] = [];
  const onChallenge: ChallengeHandler = (challenge) => {
    asked.push(challenge);
    return { answer: words[asked.length - 1] ?? 'swordfish' };
  };
  return { asked, onChallenge };
};

test('CUSTOM_AUTH proves the password by SRP, then answers what the triggers ask', async () => {
  const { username, password } = await local.asUser();
  for (const appClient of [local.clients.public, local.clients.confidential]) {
    const { asked, onChallenge } = saying('wrong');
    expect(await signIn({ username, password, onChallenge, ...appClient })).toMatchObject({ username });
    const parameters = { question: 'What is the word?' };
    const challenge = { name: 'CUSTOM_CHALLENGE', username, parameters };
    expect(asked).toEqual([1, 2, 3].map((round) => ({ ...challenge, round })));
  }
});

test('CUSTOM_AUTH needs no password', async () => {
  const { username } = await local.asUser();
  const { asked, onChallenge } = saying();
  expect(await signIn({ username, onChallenge })).toMatchObject({ username });
  expect(asked).toHaveLength(2);
});

test('CUSTOM_AUTH ends at a wrong password, before anything else is asked, and at wrong answers', async () => {
  const [ann, bob] = [await local.asUser(), await local.asUser()];
  const early = saying();
  await expect(
    signIn({ username: ann.username, password: bob.password, onChallenge: early.onChallenge }),
  ).rejects.toMatchObject({ code: 'wrong-password' });
  expect(early.asked).toEqual([]);
  const { username, password } = ann;
  const { onChallenge } = saying('wrong', 'wrong');
  await expect(signIn({ username, password, onChallenge })).rejects.toMatchObject({ code: 'wrong-password' });
});
