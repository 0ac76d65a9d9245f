// Whatever the flow, with and without an app client secret, in a pool that tracks devices and in one that does not: the
// whole life of a session.
import { AdminListDevicesCommand } from '@aws-sdk/client-cognito-identity-provider';
import { startLocal, type TestBackend, type TestUser } from '@postern/local/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { userPoolSource, type Challenge, type ChallengeHandler, type UserPoolOptions } from './index.ts';
import { administrator } from './test-support/administer.ts';

const request = { url: '', method: 'POST', body: '' };
const schema = 'type Note @model { id: ID! }';
const triggers = {
  // A password where one is brought, then a question.
  defineAuthChallenge: (event: TriggerEvent) => {
    const session = event.request.session as { challengeName: string; challengeResult: boolean }[];
    const { challengeName, challengeResult } = session.at(-1) ?? {};
    const asked = challengeName === 'CUSTOM_CHALLENGE';
    event.response.issueTokens = asked && challengeResult === true;
    event.response.failAuthentication = asked && challengeResult !== true;
    event.response.challengeName = challengeName === 'SRP_A' ? 'PASSWORD_VERIFIER' : 'CUSTOM_CHALLENGE';
    return event;
  },
  createAuthChallenge: (event: TriggerEvent) => {
    event.response.publicChallengeParameters = { question: 'favourite colour?' };
    event.response.privateChallengeParameters = { answer: 'blue' };
    return event;
  },
  verifyAuthChallengeResponse: (event: TriggerEvent) => {
    event.response.answerCorrect = event.request.challengeAnswer === 'blue';
    return event;
  },
};
interface TriggerEvent {
  readonly request: Record<string, unknown>;
  readonly response: Record<string, unknown>;
}

const knows =
  (local: TestBackend, answer = 'blue'): ChallengeHandler =>
  (challenge: Challenge) =>
    challenge.name === 'CUSTOM_CHALLENGE' ? { answer } : { code: local.messages.at(-1)?.code ?? '' };

const flows: readonly (readonly [string, Partial<UserPoolOptions>, boolean])[] = [
  ['USER_SRP_AUTH', {}, true],
  ['USER_PASSWORD_AUTH', { flow: 'USER_PASSWORD_AUTH' }, true],
  ['ADMIN_USER_PASSWORD_AUTH', { flow: 'ADMIN_USER_PASSWORD_AUTH' }, true],
  ['USER_AUTH by SRP', { flow: 'USER_AUTH' }, true],
  ['USER_AUTH by password', { flow: 'USER_AUTH', preferredChallenge: 'PASSWORD' }, true],
  ['USER_AUTH by e-mail', { flow: 'USER_AUTH', preferredChallenge: 'EMAIL_OTP' }, false],
  ['USER_AUTH by text message', { flow: 'USER_AUTH', preferredChallenge: 'SMS_OTP' }, false],
  ['CUSTOM_AUTH', { flow: 'CUSTOM_AUTH' }, false],
  ['CUSTOM_AUTH after SRP', { flow: 'CUSTOM_AUTH' }, true],
];

describe.each([
  ['that tracks no devices', {}],
  ['that tracks devices', { devices: { replacesSecondFactor: true, onlyOnPrompt: false } }],
])('in a pool %s', (_, settings) => {
  const tracks = 'devices' in settings;
  let local: TestBackend;
  let ann: TestUser;
  beforeAll(async () => {
    const signIn = { firstFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP'], ...settings } as const;
    local = await startLocal({ schema, triggers, signIn });
    const email = { email: 'ann@example.com', email_verified: 'true' };
    const phone = { phone_number: '+15550100', phone_number_verified: 'true' };
    ann = await local.asUser({ username: 'ann', attributes: { ...email, ...phone } });
  });
  afterAll(() => local.close());

  const source = (kind: 'public' | 'confidential', extra: Partial<UserPoolOptions>, hasPassword: boolean) => {
    const { region, userPoolId, clients, cognitoEndpoint: endpoint, roles } = local;
    const { username, password } = ann;
    return userPoolSource({
      ...{ region, userPoolId, endpoint, username, credentials: roles.admin, onChallenge: knows(local) },
      ...clients[kind],
      ...(hasPassword ? { password } : {}),
      ...extra,
    });
  };
  const devices = async (): Promise<number> => {
    const named = { UserPoolId: local.userPoolId, Username: 'ann' };
    const { Devices = [] } = await administrator(local).send(new AdminListDevicesCommand(named));
    return Devices.length;
  };
  const getUser = async (AccessToken: string): Promise<number> => {
    const headers = { 'x-amz-target': 'AWSCognitoIdentityProviderService.GetUser' };
    const body = JSON.stringify({ AccessToken });
    return (await fetch(local.url, { method: 'POST', headers, body })).status;
  };

  for (const kind of ['public', 'confidential'] as const) {
    test.each(flows)(
      `signs in, renews and signs out with a ${kind} app client: %s`,
      async (...[, flow, has]) => {
        const before = tracks ? await devices() : 0;
        const person = source(kind, flow, has);
        const rejected = await person.headers(request);
        expect(await person.identity()).toMatchObject({ username: 'ann' });
        expect(tracks ? (await devices()) - before : 1).toBe(1);
        const { accessToken, refreshToken } = await person.tokens();
        const renewed = await person.headers({ ...request, rejected });
        const { refreshToken: kept, accessToken: fresh } = await person.tokens();
        // Of the same session: it was renewed rather than begun anew.
        expect([renewed === rejected, kept]).toEqual([false, refreshToken]);
        expect(fresh).not.toBe(accessToken);
        expect(await getUser(fresh)).toBe(200);
        await person.signOut();
        expect(await getUser(fresh)).toBe(400);
      },
    );
  }

  test('a custom challenge that is answered wrongly is refused', async () => {
    const wrong = source('public', { flow: 'CUSTOM_AUTH', onChallenge: knows(local, 'red') }, false);
    await expect(wrong.tokens()).rejects.toMatchObject({ code: 'wrong-password' });
  });
});
