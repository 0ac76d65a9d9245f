import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { userPoolSource, type AuthError, type UserPoolOptions } from './index.ts';
import { startTestBackend, type TestBackend } from './test-support/test-backend.ts';

let backend: TestBackend;
beforeAll(async () => {
  backend = await startTestBackend();
});
afterAll(() => backend.close());

const wrong = 'Wrong-Passw0rd-%s-$&';

async function failure(options: UserPoolOptions): Promise<AuthError> {
  return (await userPoolSource(options)
    .tokens()
    .catch((error: unknown) => error)) as AuthError;
}

test.each<[string, string, Partial<UserPoolOptions>, string]>([
  ['a wrong password', 'ann', { password: wrong }, 'wrong-password'],
  [
    'a wrong password sent as it is',
    'ann',
    { password: wrong, flow: 'USER_PASSWORD_AUTH' },
    'wrong-password',
  ],
  ['an unknown user', 'nobody', { password: wrong }, 'user-not-found'],
  ['a user who must change the password', 'new', {}, 'new-password-required'],
  ['a wrong client secret', 'ann', { clientSecret: 'a-wrong-secret' }, 'client-secret'],
  ['an unknown app client', 'ann', { clientId: 'nope' }, 'not-found'],
  ['an unknown user pool', 'ann', { userPoolId: 'us-east-1_unknown' }, 'wrong-password'],
  ['an endpoint where nothing listens', 'ann', { endpoint: 'http://127.0.0.1:1' }, 'network'],
  ['an endpoint that has no address', 'ann', { endpoint: 'http://no-such-host.invalid' }, 'network'],
])('%s is one line that says what to do, without a secret', async (_, username, change, code) => {
  const options = backend.options(username, change);
  const error = await failure(options);
  expect(error.code).toBe(code);
  expect(error.message).toMatch(/^[^\n]{20,240}\.$/);
  const everything = inspect(error, { depth: 10, showHidden: true });
  for (const secret of [options.password, options.clientSecret]) {
    if (typeof secret === 'string') expect(everything).not.toContain(secret);
  }
});

test('AWS credentials that nobody has, or that are not right, are named', async () => {
  const { accessKeyId } = backend.local.roles.admin;
  for (const keyId of ['AKIANOBODYSOWNKEYID0', accessKeyId]) {
    const credentials = { accessKeyId: keyId, secretAccessKey: 'not-to-be-seen' };
    const error = await failure(backend.options('ann', { flow: 'ADMIN_USER_PASSWORD_AUTH', credentials }));
    expect(error).toMatchObject({
      code: 'not-allowed',
      message: expect.stringMatching(
        /^The AWS credentials for this sign-in are not valid\. Check AWS_/,
      ) as string,
    });
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('not-to-be-seen');
  }
});

test('a missing client secret is named', async () => {
  const { clientId } = backend.local.clients.confidential;
  expect(await failure(backend.options('ann', { clientId }))).toMatchObject({ code: 'client-secret' });
});

test('a session that has ended without a password at hand says to sign in again', async () => {
  const source = userPoolSource(backend.options('bob', { clientId: backend.local.clients.public.clientId }));
  const tokens = await source.tokens();
  await backend.call('GlobalSignOut', { AccessToken: tokens.accessToken });
  const { password: _, ...without } = backend.options('bob');
  const store = {
    read: () => Promise.resolve({ ...tokens, expiresAt: 0 }),
    write: () => Promise.resolve(),
    remove: () => Promise.resolve(),
    exclusively: <Result>(_key: object, work: () => Promise<Result>) => work(),
  };
  const error = await failure({ ...without, store });
  expect(error).toMatchObject({
    code: 'session-expired',
    message: 'The session of bob has ended. Sign in again.',
  });
  expect(inspect(error, { depth: 10 })).not.toContain(tokens.refreshToken);
});
