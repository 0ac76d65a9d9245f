import { createHash, randomBytes } from 'node:crypto';
import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workspaceSchema as schema } from '../appsync/test-support/test-api.ts';
import { startLocal, type TestBackend, type TestUser } from '../test-kit.ts';

const callback = 'http://127.0.0.1:4321/callback?fixed=1';
let local: TestBackend;
let ann: TestUser;
beforeAll(async () => {
  local = await startLocal({ schema, callbackUrls: [callback] });
  ann = await local.asUser({ username: 'ann', attributes: { email: 'ann@example.com', given_name: 'Ann' } });
});
afterAll(() => local.close());

interface Answer {
  readonly status: number;
  readonly location: URL | undefined;
  readonly text: string;
  readonly body: Record<string, string>;
}

async function call(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`${local.url}${path}`, { redirect: 'manual', ...init });
  const text = await response.text();
  const location = response.headers.get('location');
  const isJson = response.headers.get('content-type')?.startsWith('application/json');
  return {
    status: response.status,
    location: location === null ? undefined : new URL(location, local.url),
    text,
    body: (isJson ? JSON.parse(text) : {}) as Record<string, string>,
  };
}
const post = (path: string, form: Record<string, string>, headers = {}) =>
  call(path, { method: 'POST', body: new URLSearchParams(form), headers });

const pkce = () => {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
};
const queryFor = (challenge: string, more: Record<string, string> = {}) =>
  new URLSearchParams({
    response_type: 'code',
    client_id: local.clients.public.clientId,
    redirect_uri: callback,
    state: 'st&te',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...more,
  }).toString();

/** Signs in on the page and returns the code. */
async function codeFor(query: string, { username, password } = ann): Promise<string> {
  const { location } = await post(`/login?${query}`, { username, password });
  return location?.searchParams.get('code') ?? '';
}
const exchange = (code: string, more: Record<string, string>) =>
  post('/oauth2/token', {
    grant_type: 'authorization_code',
    client_id: local.clients.public.clientId,
    redirect_uri: callback,
    code,
    ...more,
  });

describe('the sign-in page', () => {
  test('leads from authorize back to the program, whose tokens AppSync takes', async () => {
    const { verifier, challenge } = pkce();
    const query = queryFor(challenge, { nonce: 'n0nce', scope: 'openid email' });
    const { status, location: page } = await call(`/oauth2/authorize?${query}`);
    expect([status, page?.pathname]).toEqual([302, '/login']);
    const { text } = await call(`${page?.pathname}${page?.search}`);
    expect(text).toContain('name="password" type="password"');
    const { location: back } = await post(`/login?${query}`, { username: 'ann', password: ann.password });
    expect(back?.href).toMatch(/^http:\/\/127\.0\.0\.1:4321\/callback\?fixed=1&code=[\w-]+&state=st%26te$/);
    const { body } = await exchange(back?.searchParams.get('code') ?? '', { code_verifier: verifier });
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
    expect(decodeJwt(body.id_token ?? '')).toMatchObject({ nonce: 'n0nce', email: 'ann@example.com' });
    expect(decodeJwt(body.access_token ?? '')).toMatchObject({ scope: 'openid email', username: 'ann' });
    const response = await fetch(local.graphqlEndpoint, {
      method: 'POST',
      headers: { authorization: body.access_token ?? '' },
      body: JSON.stringify({ query: '{ listItems { items { id } } }' }),
    });
    expect(response.status).toBe(200);
    const info = await call('/oauth2/userInfo', {
      headers: { authorization: `Bearer ${body.access_token}` },
    });
    expect(info.body).toEqual({ sub: ann.sub, email: 'ann@example.com', username: 'ann' });
    const refreshed = await post('/oauth2/token', {
      grant_type: 'refresh_token',
      client_id: local.clients.public.clientId,
      refresh_token: body.refresh_token ?? '',
    });
    expect(decodeJwt(refreshed.body.access_token ?? '').scope).toBe('openid email');
  });

  test('stays where it is for a wrong password, and writes nothing into the page that could run', async () => {
    const { challenge } = pkce();
    const query = queryFor(challenge, { state: '"><script>alert(1)</script>' });
    const { status, text } = await post(`/login?${query}`, { username: '<b>', password: 'wrong' });
    expect(status).toBe(200);
    expect(text).toContain('Incorrect username or password.');
    expect(text).not.toContain('<script>');
  });

  test.each<[string, Record<string, string>, string]>([
    ['another response type', { response_type: 'token' }, 'unsupported_response_type'],
    ['a scope that is not the client’s', { scope: 'openid other/x' }, 'invalid_scope'],
    ['a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
  ])('sends %s back to the program', async (_, more, error) => {
    const { status, location } = await call(`/oauth2/authorize?${queryFor(pkce().challenge, more)}`);
    expect([
      status,
      location?.origin,
      location?.searchParams.get('error'),
      location?.searchParams.get('state'),
    ]).toEqual([302, 'http://127.0.0.1:4321', error, 'st&te']);
  });

  test.each<[string, Record<string, string>]>([
    ['an address that is not the client’s', { redirect_uri: 'https://evil.example/' }],
    ['an address that only begins like it', { redirect_uri: `${callback}.evil` }],
    ['a client that is not there', { client_id: 'nobody' }],
    ['a client without a sign-in page', { client_id: '' }],
  ])('sends nobody to %s', async (_, more) => {
    const query = queryFor(pkce().challenge, {
      ...more,
      ...(more.client_id === '' ? { client_id: local.clients.confidential.clientId } : {}),
    });
    for (const path of ['/oauth2/authorize', '/login']) {
      const { status, location } = await call(`${path}?${query}`);
      expect([status, location]).toEqual([400, undefined]);
    }
    const { location } = await post(`/login?${query}`, { username: 'ann', password: ann.password });
    expect(location).toBeUndefined();
  });
});

describe('a code', () => {
  test('is good once, for five minutes, with its verifier, at its address, for its client', async () => {
    const { verifier, challenge } = pkce();
    const refused = async (change: (code: string) => Promise<Answer>) => {
      const { status, body } = await change(await codeFor(queryFor(challenge)));
      expect([status, body]).toEqual([400, { error: 'invalid_grant' }]);
    };
    await refused((code) => exchange(code, {}));
    await refused((code) => exchange(code, { code_verifier: pkce().verifier }));
    await refused((code) => exchange(code, { code_verifier: verifier, redirect_uri: 'http://127.0.0.1/' }));
    await refused((code) => exchange(`${code}x`, { code_verifier: verifier }));
    await refused(async (code) => {
      const { clientId, clientSecret } = local.clients.confidential;
      return exchange(code, { code_verifier: verifier, client_id: clientId, client_secret: clientSecret });
    });
    await refused(async (code) => {
      expect((await exchange(code, { code_verifier: verifier })).status).toBe(200);
      return exchange(code, { code_verifier: verifier });
    });
    await refused((code) => {
      local.advance(300_001);
      return exchange(code, { code_verifier: verifier });
    });
  });

  test('without openid brings no ID token, and no way to Cognito’s own API', async () => {
    const { verifier, challenge } = pkce();
    const { body } = await exchange(await codeFor(queryFor(challenge, { scope: 'email' })), {
      code_verifier: verifier,
    });
    expect(body.id_token).toBeUndefined();
    const AccessToken = body.access_token ?? '';
    const cognito = new CognitoIdentityProvider({ region: local.region, endpoint: local.url });
    await expect(cognito.getUser({ AccessToken })).rejects.toMatchObject({
      message: 'Access Token does not have required scopes',
    });
    const info = await call('/oauth2/userInfo', { headers: { authorization: `Bearer ${AccessToken}` } });
    expect([info.status, info.body.error]).toEqual([401, 'invalid_token']);
  });

  test('brings a refresh token that can be revoked', async () => {
    const { verifier, challenge } = pkce();
    const { body } = await exchange(await codeFor(queryFor(challenge)), { code_verifier: verifier });
    const client_id = local.clients.public.clientId;
    const refresh_token = body.refresh_token ?? '';
    expect((await post('/oauth2/revoke', { client_id, token: body.access_token ?? '' })).body.error).toBe(
      'unsupported_token_type',
    );
    expect((await post('/oauth2/revoke', { client_id, token: refresh_token })).status).toBe(200);
    const { body: after } = await post('/oauth2/token', {
      grant_type: 'refresh_token',
      client_id,
      refresh_token,
    });
    expect(after).toEqual({ error: 'invalid_grant' });
  });
});

describe('client credentials', () => {
  let admin: CognitoIdentityProvider;
  let id: string;
  let secret: string;
  beforeAll(async () => {
    const { region, url, userPoolId, roles } = local;
    admin = new CognitoIdentityProvider({
      region,
      endpoint: url,
      credentials: roles.admin,
    });
    const UserPoolId = userPoolId;
    const Scopes = [{ ScopeName: 'read', ScopeDescription: 'reads' }];
    await admin.createResourceServer({ UserPoolId, Identifier: 'items', Name: 'items', Scopes });
    const { UserPoolClient } = await admin.createUserPoolClient({
      UserPoolId,
      ClientName: 'machine',
      GenerateSecret: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: ['items/read'],
      AllowedOAuthFlowsUserPoolClient: true,
    });
    id = UserPoolClient?.ClientId ?? '';
    secret = UserPoolClient?.ClientSecret ?? '';
  });
  const basic = (value = secret) => ({ authorization: `Basic ${btoa(`${id}:${value}`)}` });

  test('bring a machine its token, by header or by form', async () => {
    for (const answer of [
      await post('/oauth2/token', { grant_type: 'client_credentials', scope: 'items/read' }, basic()),
      await post('/oauth2/token', { grant_type: 'client_credentials', client_id: id, client_secret: secret }),
    ]) {
      expect(answer.body).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
      expect(answer.body.refresh_token).toBeUndefined();
      expect(decodeJwt(answer.body.access_token ?? '')).toMatchObject({ sub: id, scope: 'items/read' });
    }
  });

  test.each<[string, () => Promise<Answer>, object]>([
    [
      'a wrong secret',
      () => post('/oauth2/token', { grant_type: 'client_credentials' }, basic('wrong')),
      { error: 'invalid_client', error_description: 'invalid_client_secret' },
    ],
    [
      'no secret',
      () => post('/oauth2/token', { grant_type: 'client_credentials', client_id: id }),
      { error: 'invalid_client', error_description: 'invalid_client_secret' },
    ],
    [
      'nobody',
      () => post('/oauth2/token', { grant_type: 'client_credentials' }),
      { error: 'invalid_client' },
    ],
    [
      'a scope that is not its own',
      () => post('/oauth2/token', { grant_type: 'client_credentials', scope: 'openid' }, basic()),
      { error: 'invalid_scope' },
    ],
    [
      'a client for people',
      () =>
        post('/oauth2/token', { grant_type: 'client_credentials', client_id: local.clients.public.clientId }),
      { error: 'unauthorized_client' },
    ],
    [
      'another grant',
      () => post('/oauth2/token', { grant_type: 'password' }, basic()),
      { error: 'unsupported_grant_type' },
    ],
    [
      'no grant',
      () => post('/oauth2/token', {}, basic()),
      { error: 'invalid_request', error_description: 'grant_type is missing' },
    ],
  ])('are refused for %s', async (_, ask, body) => {
    expect(await ask()).toMatchObject({ status: 400, body });
  });
});

test('the endpoints are where openid-configuration says', async () => {
  const { body } = await call(`/${local.userPoolId}/.well-known/openid-configuration`);
  expect(body).toMatchObject({
    authorization_endpoint: `${local.url}/oauth2/authorize`,
    token_endpoint: `${local.url}/oauth2/token`,
    userinfo_endpoint: `${local.url}/oauth2/userInfo`,
  });
});

test('signing out leads back to an address of the client only', async () => {
  const out = (logout_uri: string) =>
    call(`/logout?${new URLSearchParams({ client_id: local.clients.public.clientId, logout_uri })}`);
  expect((await out(callback)).location?.href).toBe(callback);
  expect((await out('https://evil.example/')).status).toBe(400);
});
