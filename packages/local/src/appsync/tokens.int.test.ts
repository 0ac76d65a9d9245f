import { createHmac } from 'node:crypto';
import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type Answer, type TestApi } from './test-support/test-api.ts';

let api: TestApi;
let other: TestApi;
let ahead = 0;

beforeAll(async () => {
  const users = [{ username: 'ann', groups: ['Admin'], email: 'ann@example.com' }];
  [api, other] = await Promise.all([
    startTestApi({ users, now: () => Date.now() + ahead }),
    startTestApi({ users }),
  ]);
});
afterAll(() => Promise.all([api.local.close(), other.local.close()]));

const ask = (token: string): Promise<Answer> =>
  api.ask({ authorization: token }, '{ listBatchOperations { items { id } } }');

interface Parts {
  header: Record<string, unknown>;
  payload: Record<string, unknown>;
}

const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const decode = (part = ''): Record<string, unknown> =>
  JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;

/** Changes a token and keeps, replaces or drops the signature. */
function forge(token: string, change: (parts: Parts) => void, sign?: (data: string) => string): string {
  const [header, payload, signature = ''] = token.split('.');
  const parts = { header: decode(header), payload: decode(payload) };
  change(parts);
  const data = `${encode(parts.header)}.${encode(parts.payload)}`;
  return `${data}.${sign ? sign(data) : signature}`;
}

const refused = (message: string) => ({
  status: 401,
  errors: [{ errorType: 'UnauthorizedException', message }],
});

describe('a token that is right', () => {
  test.each(['AccessToken', 'IdToken'] as const)('%s is taken with and without Bearer', async (kind) => {
    const { [kind]: token } = await api.tokens('ann');
    for (const value of [token, `Bearer ${token}`, `bearer ${token}`]) {
      expect(await ask(value)).toMatchObject({ status: 200, errors: [] });
    }
  });

  test.each(['access', 'id'] as const)('passes aws-jwt-verify as %s token', async (tokenUse) => {
    const { region, userPoolId, clients, url } = api.local;
    const { AccessToken, IdToken } = await api.tokens('ann');
    const verifier = CognitoJwtVerifier.create({ userPoolId, tokenUse, clientId: clients.public.clientId });
    const response = await fetch(`${url}/${userPoolId}/.well-known/jwks.json`);
    verifier.cacheJwks((await response.json()) as Parameters<typeof verifier.cacheJwks>[0]);
    const claims = await verifier.verify(tokenUse === 'id' ? IdToken : AccessToken);
    expect(claims).toMatchObject({
      iss: `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`,
      'cognito:groups': ['Admin'],
    });
    await expect(verifier.verify(tokenUse === 'id' ? AccessToken : IdToken)).rejects.toThrow(/token/i);
  });
});

describe('a token that is not right is refused whole', () => {
  test('unsigned, by alg none', async () => {
    const { AccessToken } = await api.tokens('ann');
    for (const alg of ['none', 'None', 'NONE']) {
      const forged = forge(
        AccessToken,
        ({ header }) => {
          header.alg = alg;
        },
        () => '',
      );
      expect((await ask(forged)).status).toBe(401);
      expect((await ask(`${forged}x`)).status).toBe(401);
    }
  });

  test('signed by HS256 with the public key', async () => {
    const { AccessToken } = await api.tokens('ann');
    const response = await fetch(`${api.local.url}/${api.local.userPoolId}/.well-known/jwks.json`);
    const { keys } = (await response.json()) as { keys: { n: string }[] };
    for (const secret of [keys[0]?.n ?? '', JSON.stringify(keys[0]), '']) {
      const forged = forge(
        AccessToken,
        ({ header }) => {
          header.alg = 'HS256';
        },
        (data) => createHmac('sha256', secret).update(data).digest('base64url'),
      );
      expect(await ask(forged)).toMatchObject(refused('You are not authorized to make this call.'));
    }
  });

  test.each<[string, (parts: Parts) => void]>([
    ['groups', ({ payload }) => (payload['cognito:groups'] = ['BatchProcessor'])],
    ['the user', ({ payload }) => (payload.username = 'bob')],
    ['the expiry', ({ payload }) => (payload.exp = 4_000_000_000)],
    ['the key', ({ header }) => (header.kid = 'another')],
    ['a key that it brings itself', ({ header }) => (header.jwk = { kty: 'RSA', n: 'AQAB', e: 'AQAB' })],
  ])('changed: %s', async (_, change) => {
    const { AccessToken } = await api.tokens('ann');
    expect(await ask(forge(AccessToken, change))).toMatchObject({ status: 401, data: undefined });
  });

  test('written otherwise, though it stands for the same bytes', async () => {
    const { AccessToken } = await api.tokens('ann');
    // Of the last character of a 2048 bit signature only two bits count.
    const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const next = digits[digits.indexOf(AccessToken.at(-1) ?? '') + 1] ?? '';
    for (const changed of [`${AccessToken.slice(0, -1)}${next}`, `${AccessToken}==`]) {
      expect(await ask(changed)).toMatchObject(refused('You are not authorized to make this call.'));
    }
    expect((await ask(AccessToken)).status).toBe(200);
  });

  test('not yet valid', async () => {
    ahead += 3600_000;
    const { AccessToken } = await api.tokens('ann');
    ahead -= 3600_000;
    expect(await ask(AccessToken)).toMatchObject(refused('You are not authorized to make this call.'));
  });

  test('of another pool, even of one with the same users', async () => {
    const { AccessToken, IdToken } = await other.tokens('ann');
    for (const token of [AccessToken, IdToken]) {
      expect(await ask(token)).toMatchObject(refused('You are not authorized to make this call.'));
    }
  });

  test.each(['abc', 'a.b.c', '..', 'Bearer', 'Bearer ', `${'x'.repeat(7000)}.y.z`])(
    'no token at all: %s',
    async (token) => {
      expect(await ask(token)).toMatchObject({ status: 401, data: undefined });
    },
  );

  test('a refresh token', async () => {
    const { RefreshToken } = await api.tokens('ann');
    expect((await ask(RefreshToken)).status).toBe(401);
  });

  test('expired, and the next one is good again', async () => {
    const { AccessToken } = await api.tokens('ann');
    ahead += 3600_000;
    expect(await ask(AccessToken)).toMatchObject(refused('Token has expired.'));
    const { AccessToken: next } = await api.tokens('ann');
    expect((await ask(next)).status).toBe(200);
  });

  test('signed out everywhere', async () => {
    const { AccessToken, IdToken } = await api.tokens('ann');
    expect((await ask(AccessToken)).status).toBe(200);
    await fetch(api.local.cognitoEndpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.GlobalSignOut' },
      body: JSON.stringify({ AccessToken }),
    });
    expect((await ask(AccessToken)).status).toBe(401);
    expect((await ask(IdToken)).status).toBe(401);
  });
});

test("a disabled user's token is refused, until the user is enabled again", async () => {
  const { AccessToken, IdToken } = await api.tokens('ann');
  const { region, url: endpoint, roles, userPoolId: UserPoolId } = api.local;
  const admin = new CognitoIdentityProvider({
    ...{ region, endpoint, credentials: roles.admin, systemClockOffset: ahead, maxAttempts: 1 },
  });
  await admin.adminDisableUser({ UserPoolId, Username: 'ann' });
  for (const token of [AccessToken, IdToken]) {
    expect(await ask(token)).toMatchObject(refused('You are not authorized to make this call.'));
  }
  await admin.adminEnableUser({ UserPoolId, Username: 'ann' });
  expect((await ask(AccessToken)).status).toBe(200);
});

describe('an ID token', () => {
  test('does for AppSync what an access token does, and nothing at Cognito', async () => {
    const { IdToken } = await api.tokens('ann');
    expect((await ask(IdToken)).status).toBe(200);
    const response = await fetch(api.local.cognitoEndpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.GetUser' },
      body: JSON.stringify({ AccessToken: IdToken }),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      __type: 'NotAuthorizedException',
      message: 'Invalid Access Token',
    });
  });
});
