import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { memoryStore, userPoolSource, type Tokens, type TokenStore } from './index.ts';
import { makeAppClient } from './test-support/administer.ts';
import { startCountingProxy, type CountingProxy } from './test-support/counting-proxy.ts';
import { startTestBackend, type TestBackend } from './test-support/test-backend.ts';

const request = { url: '', method: 'POST', body: '' };
let backend: TestBackend;
let cognito: CountingProxy;
beforeAll(async () => {
  backend = await startTestBackend();
  cognito = await startCountingProxy(backend.local.url, () => backend.nowMs);
});
afterAll(async () => {
  cognito.close();
  await backend.close();
});

test.each([false, true])(
  'finds out by itself that an app client (secret: %s) takes GetTokensFromRefreshToken alone',
  async (GenerateSecret) => {
    const { endpoint } = cognito;
    const appClient = await makeAppClient(backend.local, {
      GenerateSecret,
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
    });
    const store = memoryStore();
    const source = userPoolSource(backend.options('ann', { endpoint, store, ...appClient }));
    const first = await source.headers(request);
    cognito.actions.length = 0;
    backend.nowMs += 60 * 60_000;
    const second = await source.headers(request);
    expect(second).not.toEqual(first);
    backend.nowMs += 60 * 60_000;
    expect(await source.headers(request)).not.toEqual(second);
    // The refusal is met once, and what it said is kept with the tokens.
    const later = userPoolSource(backend.options('ann', { endpoint, store, ...appClient }));
    backend.nowMs += 60 * 60_000;
    await later.headers(request);
    const renewal = 'GetTokensFromRefreshToken';
    expect(cognito.actions).toEqual(['REFRESH_TOKEN_AUTH', renewal, renewal, renewal]);
  },
);

describe('with an app client that rotates refresh tokens', () => {
  let appClient: { clientId: string };
  beforeAll(async () => {
    appClient = await makeAppClient(backend.local, {
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 30 },
    });
  });
  const own = (store: TokenStore, password?: string) => {
    const { password: _, ...without } = backend.options('ann', {
      endpoint: cognito.endpoint,
      ...appClient,
      store,
    });
    return userPoolSource(password === undefined ? without : { ...without, password });
  };
  const key = () => ({ userPoolId: backend.local.userPoolId, ...appClient, username: 'ann' });
  const signedIn = async (): Promise<{ store: TokenStore; copy: TokenStore; first: Tokens }> => {
    const [store, copy] = [memoryStore(), memoryStore()];
    const first = await own(store, backend.passwordOf('ann')).tokens();
    await copy.write(key(), first);
    return { store, copy, first };
  };

  test('keeps the new refresh token each time', async () => {
    const { store, first } = await signedIn();
    const seen = new Set([first.refreshToken]);
    for (let hour = 0; hour < 3; hour += 1) {
      backend.nowMs += 60 * 60_000;
      seen.add((await own(store).tokens()).refreshToken);
      expect((await store.read(key()))?.refreshToken).toBe([...seen].at(-1));
    }
    expect(seen.size).toBe(4);
  });

  test('whoever comes second with the same one within the grace period is renewed as well', async () => {
    const { store, copy } = await signedIn();
    backend.nowMs += 60 * 60_000;
    await own(store).tokens();
    backend.nowMs += 20_000;
    expect(await own(copy).identity()).toMatchObject({ username: 'ann' });
  });

  test('an answer that was lost costs no session', async () => {
    const { store } = await signedIn();
    await own(store).tokens();
    backend.nowMs += 60 * 60_000;
    cognito.losing.push('GetTokensFromRefreshToken');
    expect(await own(store).identity()).toMatchObject({ username: 'ann' });
    backend.nowMs += 60 * 60_000;
    expect(await own(store).identity()).toMatchObject({ username: 'ann' });
  });

  test('one that was used up long ago ends the session, and a password begins another', async () => {
    const { store, copy } = await signedIn();
    backend.nowMs += 60 * 60_000;
    await own(store).tokens();
    backend.nowMs += 60_000;
    await expect(own(copy).tokens()).rejects.toMatchObject({ code: 'session-expired' });
    expect(await own(copy, backend.passwordOf('ann')).identity()).toMatchObject({ username: 'ann' });
  });
});

test('keeps tokens that could not be written, for the old refresh token may be used up', async () => {
  const store = { ...memoryStore(), write: () => Promise.reject(new Error('disk full')) };
  const source = userPoolSource(backend.options('ann', { endpoint: cognito.endpoint, store }));
  cognito.actions.length = 0;
  await expect(source.tokens()).rejects.toThrow('disk full');
  expect(await source.identity()).toMatchObject({ username: 'ann' });
  expect(cognito.actions).toHaveLength(2);
});
