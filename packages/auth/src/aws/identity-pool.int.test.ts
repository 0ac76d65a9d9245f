import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { iamSource, identityPoolCredentials, userPoolLogin, userPoolSource, type Login } from '../index.ts';
import { startTestBackend, type TestBackend } from '../test-support/test-backend.ts';

let backend: TestBackend;
// The local backend has yet to learn of identity pools; what it cannot do is not tried on something made up.
let identityPoolId: string | undefined;
beforeAll(async () => {
  backend = await startTestBackend();
  ({ identityPoolId } = backend.local as { identityPoolId?: string });
});
afterAll(() => backend.close());

const credentials = (extra: { login?: () => Promise<Login> } = {}) =>
  identityPoolCredentials({
    region: backend.local.region,
    identityPoolId: identityPoolId ?? 'us-east-1:00000000-0000-0000-0000-000000000000',
    endpoint: backend.local.cognitoEndpoint,
    now: () => backend.nowMs,
    ...extra,
  });

test('refuses an id that is none, by name', () => {
  const options = { region: 'us-east-1', identityPoolId: 'nope' };
  expect(() => identityPoolCredentials(options)).toThrow('identityPoolId is "nope"');
});

test('says in one line why there are no credentials', async () => {
  const nowhere = { region: 'us-east-1', identityPoolId: 'us-east-1:0', endpoint: 'http://127.0.0.1:1' };
  await expect(identityPoolCredentials(nowhere)()).rejects.toMatchObject({ code: 'network' });
  const source = iamSource({ region: 'us-east-1', credentials: identityPoolCredentials(nowhere) });
  const request = { url: 'http://127.0.0.1/graphql', method: 'POST', body: '{}' };
  await expect(source.headers(request)).rejects.toMatchObject({ code: 'network' });
});

test('is to the pool whoever the user pool says', async () => {
  const source = userPoolSource(backend.options('ann'));
  const { provider, token } = await userPoolLogin(source)();
  expect(provider).toBe(`cognito-idp.${backend.local.region}.amazonaws.com/${backend.local.userPoolId}`);
  expect(token).toBe((await source.tokens()).idToken);
});

describe('with an identity pool', () => {
  test('a guest and a user get credentials of their own', async (context) => {
    if (identityPoolId === undefined) return context.skip('The local backend has no identity pool yet.');
    const guest = await credentials()();
    const login = userPoolLogin(userPoolSource(backend.options('ann')));
    const ann = await credentials({ login })();
    expect(guest.accessKeyId).not.toBe(ann.accessKeyId);
    expect(ann.expiration?.getTime()).toBeGreaterThan(backend.nowMs);
  });
});
