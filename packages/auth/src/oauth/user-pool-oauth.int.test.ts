import { CreateResourceServerCommand } from '@aws-sdk/client-cognito-identity-provider';
import { startLocal, type TestBackend, type TestUser } from '@postern/local/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { explain, machineSource, type CredentialSource } from '../index.ts';
import { hostedUiSource, type HostedUiOptions } from '../node.ts';
import { administrator, makeAppClient } from '../test-support/administer.ts';
import { freePort } from '../test-support/free-port.ts';

let redirectUri: string;
let local: TestBackend;
let ann: TestUser;
beforeAll(async () => {
  redirectUri = `http://localhost:${await freePort()}/callback`;
  local = await startLocal({
    schema:
      'type Note @model @auth(rules: [{ allow: owner }, { allow: private, operations: [read] }]) { id: ID! }',
    callbackUrls: [redirectUri],
  });
  ann = await local.asUser({ username: 'ann' });
});
afterAll(() => local.close());

// A person at the user pool's page: follows to the form, fills it in, and is sent back.
async function browse(
  url: string,
  { username, password }: Pick<TestUser, 'username' | 'password'>,
): Promise<string> {
  const { url: page } = await fetch(url);
  const form = new URLSearchParams({ username, password });
  return (await fetch(page, { method: 'POST', body: form })).text();
}

const person = (extra: Partial<HostedUiOptions> = {}) =>
  hostedUiSource({
    server: local.url,
    userPoolId: local.userPoolId,
    ...local.clients.public,
    redirectUri,
    scopes: ['openid', 'profile'],
    open: (url) => void browse(url, ann),
    ...extra,
  });

async function listNotes(
  source: CredentialSource,
  rejected?: Readonly<Record<string, string>>,
): Promise<number> {
  const { graphqlEndpoint: url } = local;
  const body = JSON.stringify({ query: '{ listNotes { items { id } } }' });
  const headers = await source.headers({ url, method: 'POST', body, rejected });
  return (await fetch(url, { method: 'POST', headers: { ...headers }, body })).status;
}

test.each(['access', 'id'] as const)(
  'signs in on the user pool’s page; AppSync takes the %s token',
  async (tokenUse) => {
    const source = person({ tokenUse });
    expect(await listNotes(source)).toBe(200);
    const { authorization = '' } = await source.headers({ url: '', method: 'POST', body: '' });
    expect(explain(authorization)).toMatchObject({ kind: tokenUse, username: 'ann' });
  },
);

test('renews without the page, and signing out ends the session', async () => {
  let pages = 0;
  const source = person({ open: (url) => void ((pages += 1), browse(url, ann)) });
  const rejected = await source.headers({ url: '', method: 'POST', body: '' });
  expect(await listNotes(source, rejected)).toBe(200);
  expect(pages).toBe(1);
  await source.signOut();
  await source.tokens();
  expect(pages).toBe(2);
});

test('works with an app client that has a secret', async () => {
  const appClient = await makeAppClient(local, {
    GenerateSecret: true,
    AllowedOAuthFlows: ['code'],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthScopes: ['openid'],
    CallbackURLs: [redirectUri],
    SupportedIdentityProviders: ['COGNITO'],
  });
  expect(await person({ ...appClient, scopes: ['openid'] }).identity()).toMatchObject({ username: 'ann' });
  const wrong = person({ ...appClient, clientSecret: 'a-wrong-secret', scopes: ['openid'] });
  await expect(wrong.tokens()).rejects.toMatchObject({ code: 'client-secret' });
});

test('is a machine by client credentials at the user pool’s domain', async () => {
  await administrator(local).send(
    new CreateResourceServerCommand({
      UserPoolId: local.userPoolId,
      Identifier: 'notes',
      Name: 'notes',
      Scopes: [{ ScopeName: 'read', ScopeDescription: 'reads' }],
    }),
  );
  const { clientId, clientSecret = '' } = await makeAppClient(local, {
    GenerateSecret: true,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthScopes: ['notes/read'],
  });
  const machine = (scopes: string[]) =>
    machineSource({ server: local.url, userPoolId: local.userPoolId, clientId, clientSecret, scopes });
  const source = machine(['notes/read']);
  expect(await listNotes(source)).toBe(200);
  expect(explain((await source.tokens()).accessToken)).toMatchObject({
    kind: 'machine',
    scopes: ['notes/read'],
  });
  await expect(machine(['notes/write']).tokens()).rejects.toMatchObject({ code: 'flow-not-enabled' });
});
