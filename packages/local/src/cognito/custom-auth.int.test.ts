import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { CognitoUser, CognitoUserPool, AuthenticationDetails } from 'amazon-cognito-identity-js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { workspaceSchema as schema } from '../appsync/test-support/test-api.ts';
import { startLocal, type TestBackend } from '../test-kit.ts';

let local: TestBackend;
let client: CognitoIdentityProvider;
beforeAll(async () => {
  local = await startLocal({
    schema,
    triggers: {
      // Two questions, both to be answered; three wrong answers are too many.
      defineAuthChallenge: (event) => {
        const session = event.request.session as { challengeResult: boolean }[];
        const right = session.filter(({ challengeResult }) => challengeResult).length;
        event.response.issueTokens = right === 2;
        event.response.failAuthentication = session.length - right >= 3;
        event.response.challengeName = 'CUSTOM_CHALLENGE';
        return event;
      },
      createAuthChallenge: (event) => {
        const number = (event.request.session as unknown[]).length;
        event.response.publicChallengeParameters = { question: `${number} + 1` };
        event.response.privateChallengeParameters = { answer: String(number + 1) };
        event.response.challengeMetadata = `SUM_${number}`;
        return event;
      },
      verifyAuthChallengeResponse: (event) => {
        const { privateChallengeParameters, challengeAnswer } = event.request as {
          privateChallengeParameters: { answer: string };
          challengeAnswer: string;
        };
        event.response.answerCorrect = privateChallengeParameters.answer === challengeAnswer;
        return event;
      },
    },
  });
  client = new CognitoIdentityProvider({ region: local.region, endpoint: local.url });
});
afterAll(() => local.close());

const begin = (USERNAME: string) =>
  client.initiateAuth({
    AuthFlow: 'CUSTOM_AUTH',
    ClientId: local.clients.public.clientId,
    AuthParameters: { USERNAME },
  });
const answer = (USERNAME: string, ANSWER: string, Session: string | undefined) =>
  client.respondToAuthChallenge({
    ClientId: local.clients.public.clientId,
    ChallengeName: 'CUSTOM_CHALLENGE',
    ChallengeResponses: { USERNAME, ANSWER },
    Session,
  });

test('challenges of one’s own lead to tokens, one after another, and never show what is private', async () => {
  const { username } = await local.asUser();
  const first = await begin(username);
  expect(first).toMatchObject({
    ChallengeName: 'CUSTOM_CHALLENGE',
    ChallengeParameters: { USERNAME: username, question: '0 + 1' },
  });
  const second = await answer(username, '1', first.Session);
  expect(second.ChallengeParameters).toEqual({ USERNAME: username, question: '1 + 1' });
  expect((await answer(username, '2', second.Session)).AuthenticationResult?.AccessToken).toBeDefined();
  await expect(answer(username, '2', second.Session)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  });
});

test('wrong answers end when the pool says so', async () => {
  const { username } = await local.asUser();
  let { Session } = await begin(username);
  for (let tries = 0; tries < 2; tries += 1) ({ Session } = await answer(username, 'wrong', Session));
  await expect(answer(username, 'wrong', Session)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
  });
});

test('a session is its user’s', async () => {
  const [ann, bob] = [await local.asUser(), await local.asUser()];
  const { Session } = await begin(ann.username);
  await expect(answer(bob.username, '1', Session)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  await expect(begin('nobody')).rejects.toMatchObject({ name: 'UserNotFoundException' });
});

test('amazon-cognito-identity-js goes through', async () => {
  const { username } = await local.asUser();
  const Pool = new CognitoUserPool({
    UserPoolId: local.userPoolId,
    ClientId: local.clients.public.clientId,
    endpoint: local.url,
  });
  const user = new CognitoUser({ Username: username, Pool });
  user.setAuthenticationFlowType('CUSTOM_AUTH');
  const token = await new Promise<string>((resolve, reject) => {
    const callbacks = {
      onSuccess: (session: { getAccessToken(): { getJwtToken(): string } }) =>
        resolve(session.getAccessToken().getJwtToken()),
      onFailure: reject,
      customChallenge: ({ question }: { question: string }) =>
        user.sendCustomChallengeAnswer(String(Number(question.charAt(0)) + 1), callbacks),
    };
    user.initiateAuth(new AuthenticationDetails({ Username: username }), callbacks);
  });
  expect(token.split('.')).toHaveLength(3);
});

test('without triggers is refused in the words of AWS', async () => {
  await using own = await startLocal({ schema });
  const { username } = await own.asUser();
  const other = new CognitoIdentityProvider({ region: own.region, endpoint: own.url });
  await expect(
    other.initiateAuth({
      AuthFlow: 'CUSTOM_AUTH',
      ClientId: own.clients.public.clientId,
      AuthParameters: { USERNAME: username },
    }),
  ).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Custom auth lambda trigger is not configured for the user pool.',
  });
});
