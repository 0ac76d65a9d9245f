import { afterAll, beforeAll, expect, test } from 'vitest';
import { memoryStore, userPoolSource } from './index.ts';
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

test('keeps tokens that could not be written, for the old refresh token may be used up', async () => {
  const store = { ...memoryStore(), write: () => Promise.reject(new Error('disk full')) };
  const source = userPoolSource(backend.options('ann', { endpoint: cognito.endpoint, store }));
  cognito.actions.length = 0;
  await expect(source.tokens()).rejects.toThrow('disk full');
  expect(await source.identity()).toMatchObject({ username: 'ann' });
  expect(cognito.actions).toHaveLength(2);
});
