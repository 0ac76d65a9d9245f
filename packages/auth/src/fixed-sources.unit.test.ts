import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { apiKeySource, tokenSource } from './index.ts';

const request = { url: '', method: 'POST', body: '' };

test('an API key goes into its own header, and only the server knows whose it is', async () => {
  const source = apiKeySource({ apiKey: 'da2-example\n' });
  expect(await source.headers(request)).toEqual({ 'x-api-key': 'da2-example' });
  expect(await source.identity()).toBeUndefined();
});

test('a token is sent as it is: of an OIDC provider, or for a Lambda authorizer', async () => {
  expect(await tokenSource({ token: 'custom-lambda-token' }).headers(request)).toEqual({
    authorization: 'custom-lambda-token',
  });
  expect(await tokenSource({ token: 'custom-lambda-token' }).identity()).toBeUndefined();
  const claims = Buffer.from(JSON.stringify({ sub: 's-1', exp: 2 })).toString('base64url');
  const oidc = tokenSource({ token: `Bearer e30.${claims}.x\r\n` });
  expect(await oidc.identity()).toEqual({ username: 's-1', sub: 's-1', groups: [], expiresAt: 2_000 });
});

test('a function is asked for the token each time', async () => {
  let count = 0;
  const source = tokenSource({ token: () => Promise.resolve(`token-${(count += 1)}`) });
  expect(await source.headers(request)).toEqual({ authorization: 'token-1' });
  expect(await source.headers(request)).toEqual({ authorization: 'token-2' });
});

test.each([
  ['is empty', ' \n'],
  ['has characters that no header may hold', 'secret\u0000part'],
  ['has characters that no header may hold', 'secret\nx-injected: 1'],
])('one that %s is refused without being shown', (what, text) => {
  for (const make of [() => apiKeySource({ apiKey: text }), () => tokenSource({ token: text })]) {
    let error: unknown;
    try {
      make();
    } catch (caught) {
      error = caught;
    }
    expect(error).toMatchObject({ code: 'not-configured', message: expect.stringContaining(what) as string });
    expect(inspect(error)).not.toContain('secret');
  }
});
