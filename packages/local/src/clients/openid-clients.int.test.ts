import { InMemoryWebStorage, OidcClient, WebStorageStateStore } from 'oidc-client-ts';
import * as openid from 'openid-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workspaceSchema as schema } from '../appsync/test-support/test-api.ts';
import { administer } from './test-support/administer-backend.ts';
import { startLocal, type TestBackend, type TestUser } from '../test-kit.ts';

const callback = 'http://127.0.0.1:4321/callback';
let local: TestBackend;
let ann: TestUser;
let issuer: string;
beforeAll(async () => {
  local = await startLocal({ schema, callbackUrls: [callback] });
  ann = await local.asUser({ username: 'ann', attributes: { email: 'ann@example.com' } });
  issuer = `https://cognito-idp.${local.region}.amazonaws.com/${local.userPoolId}`;
});
afterAll(() => local.close());

/** What a person does at the address that a program sends it to; returns where the browser ends up. */
async function signInAt(address: string | URL): Promise<URL> {
  const page = await fetch(address, { redirect: 'manual' });
  const login = new URL(page.headers.get('location') ?? '', local.url);
  const { username, password } = ann;
  const answer = await fetch(login, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ username, password }),
  });
  return new URL(answer.headers.get('location') ?? '');
}

/** The tokens name AWS as their issuer, as Cognito's do: only its address is ours. */
const asIfAws: openid.CustomFetch = (url, options) =>
  fetch(url.replace(/^https:\/\/cognito-idp\.[\w-]+\.amazonaws\.com/, local.url), options as RequestInit);

const discover = (clientId: string, secret?: string) =>
  openid.discovery(new URL(issuer), clientId, secret, secret === undefined ? openid.None() : undefined, {
    execute: [openid.allowInsecureRequests],
    [openid.customFetch]: asIfAws,
  });

describe('openid-client', () => {
  test('discovers, signs in with PKCE and nonce, refreshes, reads who it is, revokes and signs out', async () => {
    const config = await discover(local.clients.public.clientId);
    openid.enableNonRepudiationChecks(config);
    const verifier = openid.randomPKCECodeVerifier();
    const [state, nonce] = [openid.randomState(), openid.randomNonce()];
    const address = openid.buildAuthorizationUrl(config, {
      redirect_uri: callback,
      scope: 'openid email',
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    const back = await signInAt(address);
    const tokens = await openid.authorizationCodeGrant(config, back, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    });
    expect(tokens.claims()).toMatchObject({ email: 'ann@example.com', sub: ann.sub });
    expect(await openid.fetchUserInfo(config, tokens.access_token, ann.sub)).toMatchObject({
      username: 'ann',
    });
    const { refresh_token: refreshToken = '' } = tokens;
    const again = await openid.refreshTokenGrant(config, refreshToken);
    expect(again.claims()?.sub).toBe(ann.sub);
    await openid.tokenRevocation(config, refreshToken);
    await expect(openid.refreshTokenGrant(config, refreshToken)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    await expect(
      openid.authorizationCodeGrant(config, back, { pkceCodeVerifier: verifier, expectedState: state }),
    ).rejects.toMatchObject({ error: 'invalid_grant' });
    const { clientId: client_id } = local.clients.public;
    const out = openid.buildEndSessionUrl(config, { client_id, logout_uri: callback });
    const left = await fetch(out, { redirect: 'manual' });
    expect(left.headers.get('location')).toBe(callback);
  });

  test('gets a machine its token', async () => {
    const { id, secret } = await administer(local).makeMachine();
    const config = await discover(id, secret);
    const tokens = await openid.clientCredentialsGrant(config, { scope: 'items/read' });
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 3600 });
    await expect(openid.clientCredentialsGrant(config, { scope: 'items/none' })).rejects.toMatchObject({
      error: 'invalid_scope',
    });
    const wrong = await discover(id, `${secret}x`);
    await expect(openid.clientCredentialsGrant(wrong)).rejects.toMatchObject({ error: 'invalid_client' });
  });
});

test('oidc-client-ts signs in, refreshes and signs out', async () => {
  const client = new OidcClient({
    authority: `${local.url}/${local.userPoolId}`,
    client_id: local.clients.public.clientId,
    redirect_uri: callback,
    scope: 'openid email',
    loadUserInfo: true,
    stateStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
  });
  const { url } = await client.createSigninRequest({ state: { wanted: '/items' } });
  const back = await signInAt(url);
  const signedIn = await client.processSigninResponse(back.href);
  expect(signedIn.profile).toMatchObject({ sub: ann.sub, email: 'ann@example.com', username: 'ann' });
  expect(signedIn.userState).toEqual({ wanted: '/items' });
  const refreshed = await client.useRefreshToken({
    state: {
      refresh_token: signedIn.refresh_token ?? '',
      id_token: signedIn.id_token ?? '',
      session_state: null,
      scope: 'openid email',
      profile: signedIn.profile,
      data: undefined,
    } as unknown as Parameters<typeof client.useRefreshToken>[0]['state'],
  });
  expect(refreshed.access_token).toBeTruthy();
  const { clientId } = local.clients.public;
  const out = await client.createSignoutRequest({
    client_id: clientId,
    extraQueryParams: { client_id: clientId, logout_uri: callback },
  });
  const left = await fetch(out.url, { redirect: 'manual' });
  expect(left.headers.get('location')).toBe(callback);
});
