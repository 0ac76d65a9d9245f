import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { workspaceSchema as schema } from '../appsync/test-support/test-api.ts';
import { startLocal, type TestBackend } from '../test-kit.ts';

const callback = 'http://127.0.0.1:4321/callback';
let local: TestBackend;
let admin: CognitoIdentityProvider;
beforeAll(async () => {
  local = await startLocal({ schema, callbackUrls: [callback] });
  const { region, url, roles } = local;
  admin = new CognitoIdentityProvider({ region, endpoint: url, credentials: roles.admin, maxAttempts: 1 });
});
afterAll(() => local.close());

interface Site {
  readonly UserPoolId: string;
  readonly client_id: string;
  readonly password: string;
}

async function makeSite(): Promise<Site> {
  const { UserPool } = await admin.createUserPool({ PoolName: 'second' });
  const UserPoolId = UserPool?.Id ?? '';
  const { UserPoolClient } = await admin.createUserPoolClient({
    UserPoolId,
    ClientName: 'web',
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['openid', 'email'],
    AllowedOAuthFlowsUserPoolClient: true,
    CallbackURLs: [callback],
  });
  const { password } = await local.asUser();
  await admin.adminCreateUser({ UserPoolId, Username: 'bob' });
  await admin.adminSetUserPassword({ UserPoolId, Username: 'bob', Password: password, Permanent: true });
  return { UserPoolId, client_id: UserPoolClient?.ClientId ?? '', password };
}

const queryFor = ({ client_id }: Site) =>
  new URLSearchParams({ response_type: 'code', client_id, redirect_uri: callback }).toString();
const post = (path: string, form: Record<string, string>) =>
  fetch(`${local.url}${path}`, { method: 'POST', redirect: 'manual', body: new URLSearchParams(form) });
const signIn = async (site: Site): Promise<string> => {
  const response = await post(`/login?${queryFor(site)}`, { username: 'bob', password: site.password });
  return new URL(response.headers.get('location') ?? '', local.url).searchParams.get('code') ?? '';
};
const exchange = async (client_id: string, code: string) => {
  const form = { grant_type: 'authorization_code', client_id, redirect_uri: callback, code };
  const response = await post('/oauth2/token', form);
  return [response.status, (await response.json()) as Record<string, string>] as const;
};

test('a domain lets a further pool have the sign-in pages, for its own people and app clients', async () => {
  const site = await makeSite();
  const { UserPoolId } = site;
  const page = () => fetch(`${local.url}/login?${queryFor(site)}`);
  expect((await page()).status).toBe(400);
  await admin.createUserPoolDomain({ UserPoolId, Domain: 'second' });
  expect((await admin.describeUserPoolDomain({ Domain: 'second' })).DomainDescription).toMatchObject({
    UserPoolId,
    Domain: 'second',
    Status: 'ACTIVE',
  });
  expect((await admin.describeUserPool({ UserPoolId })).UserPool?.Domain).toBe('second');
  expect((await page()).status).toBe(200);
  const [status, tokens] = await exchange(site.client_id, await signIn(site));
  expect(status).toBe(200);
  expect(decodeJwt(tokens.id_token ?? '').iss).toMatch(UserPoolId);
  const authorization = `Bearer ${tokens.access_token}`;
  const info = await fetch(`${local.url}/oauth2/userInfo`, { headers: { authorization } });
  expect(await info.json()).toMatchObject({ username: 'bob' });
  const graphql = await fetch(local.graphqlEndpoint, {
    method: 'POST',
    headers: { authorization: tokens.access_token ?? '' },
    body: JSON.stringify({ query: '{ listItems { items { id } } }' }),
  });
  expect(graphql.status).toBe(401);
  await admin.updateUserPoolDomain({ UserPoolId, Domain: 'second', ManagedLoginVersion: 2 });
  await expect(admin.deleteUserPool({ UserPoolId })).rejects.toThrow('It has a domain configured');
  await admin.deleteUserPoolDomain({ UserPoolId, Domain: 'second' });
  expect((await admin.describeUserPoolDomain({ Domain: 'second' })).DomainDescription).toEqual({});
  expect((await page()).status).toBe(400);
  await admin.deleteUserPool({ UserPoolId });
});

test('a code or refresh token of one pool is nothing to the app client of another', async () => {
  const site = await makeSite();
  await admin.createUserPoolDomain({ UserPoolId: site.UserPoolId, Domain: 'apart' });
  const { clientId } = local.clients.public;
  expect(await exchange(clientId, await signIn(site))).toEqual([400, { error: 'invalid_grant' }]);
  const [, { refresh_token = '' }] = await exchange(site.client_id, await signIn(site));
  const form = { grant_type: 'refresh_token', client_id: clientId, refresh_token };
  expect(await (await post('/oauth2/token', form)).json()).toEqual({ error: 'invalid_grant' });
  const revoked = await post('/oauth2/revoke', { client_id: clientId, token: refresh_token });
  expect(revoked.status).toBe(400);
});

test('a domain is one pool’s, and a pool has one', async () => {
  const [one, two] = [await makeSite(), await makeSite()];
  await admin.createUserPoolDomain({ UserPoolId: one.UserPoolId, Domain: 'taken' });
  await expect(admin.createUserPoolDomain({ UserPoolId: two.UserPoolId, Domain: 'taken' })).rejects.toThrow(
    'Domain already associated with another user pool.',
  );
  await expect(admin.createUserPoolDomain({ UserPoolId: one.UserPoolId, Domain: 'more' })).rejects.toThrow(
    'User pool already has a domain configured.',
  );
  await expect(
    admin.deleteUserPoolDomain({ UserPoolId: two.UserPoolId, Domain: 'taken' }),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(
    admin.createUserPoolDomain({
      UserPoolId: two.UserPoolId,
      Domain: 'auth.example.com',
      CustomDomainConfig: { CertificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/x' },
    }),
  ).rejects.toThrow('CustomDomainConfig is not supported by the local user pool.');
});
