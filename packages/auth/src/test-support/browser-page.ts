// The page that browser.int.test.ts opens in Chromium.
import { userPoolSource, type UserPoolOptions } from '../index.ts';
import { browserStore } from '../browser.ts';

/** Becomes a user, and says who that is and with which token. */
async function become(
  options: UserPoolOptions,
  newPassword?: string,
): Promise<{ username: string; token: string | undefined }> {
  const onChallenge = () => (newPassword === undefined ? undefined : { newPassword });
  const source = userPoolSource({ ...options, onChallenge, store: browserStore() });
  const { username } = await source.identity();
  const { authorization } = await source.headers({ url: '', method: 'POST', body: '' });
  return { username, token: authorization };
}

async function fail(options: UserPoolOptions): Promise<{ code: string; message: string }> {
  const error: unknown = await become(options).catch((caught: unknown) => caught);
  const { code, message } = error as { code: string; message: string };
  return { code, message };
}

const kept = browserStore('kept');

/** Keeps something for long. */
async function keep(accessToken: string): Promise<string | undefined> {
  const key = { userPoolId: 'p', clientId: 'c', username: 'ann' };
  await kept.exclusively(key, () =>
    kept.write(key, { accessToken, idToken: 'i', issuedAt: 1, expiresAt: 2 }),
  );
  return (await kept.read(key))?.accessToken;
}

Object.assign(globalThis, { become, fail, keep });
