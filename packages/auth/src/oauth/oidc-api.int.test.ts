import { startLocal, type TestBackend } from '@postern/local/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { machineSource, tokenSource, type CredentialSource } from '../index.ts';
import { hostedUiSource } from '../node.ts';
import { freePort } from '../test-support/free-port.ts';
import { startOAuthServer, type TestOAuthServer } from '../test-support/oauth-server.ts';

// An issuer that we did not write, an API that trusts it, and the sources of this package between them.
const schema = /* GraphQL */ `
  type Note @model @auth(rules: [{ allow: owner, provider: oidc, identityClaim: "sub" }]) {
    id: ID!
    owner: String
  }
`;
const userPoolId = 'us-east-1_000000000';
let oauth: TestOAuthServer;
let redirectUri: string;
let local: TestBackend;
let wary: TestBackend;
beforeAll(async () => {
  redirectUri = `http://localhost:${await freePort()}/callback`;
  oauth = await startOAuthServer(redirectUri);
  const { issuer } = oauth.server;
  [local, wary] = await Promise.all([
    startLocal({ schema, oidc: { issuer, clientId: 'urn:items|terminal' } }),
    startLocal({ schema, oidc: { issuer, clientId: 'items' } }),
  ]);
});
afterAll(async () => {
  await Promise.all([local.close(), wary.close()]);
  oauth.close();
});

async function create(source: CredentialSource, { graphqlEndpoint: url } = local) {
  const body = JSON.stringify({ query: 'mutation { createNote(input: {}) { owner } }' });
  const headers = await source.headers({ url, method: 'POST', body });
  const response = await fetch(url, { method: 'POST', headers, body });
  return { status: response.status, ...((await response.json()) as object) };
}
const made = (owner: string) => ({ status: 200, data: { createNote: { owner } } });

test('a machine’s token of an OpenID Connect provider opens an API that trusts the provider', async () => {
  const machine = machineSource({ userPoolId, server: oauth.server, ...oauth.machine });
  expect(await create(machine)).toEqual(made('machine'));
});

test('so does a person’s, access token or ID token, from the sign-in page', async () => {
  for (const tokenUse of ['access', 'id'] as const) {
    const person = hostedUiSource({
      ...{ userPoolId, server: oauth.server, ...oauth.terminal, redirectUri, tokenUse },
      scopes: ['openid'],
      open: (url) => void oauth.browse(url, 'ann'),
    });
    expect(await create(person)).toEqual(made('ann'));
  }
});

test('so does a token that is handed in, asked for each time', async () => {
  const machine = machineSource({ userPoolId, server: oauth.server, ...oauth.machine });
  let asked = 0;
  const source = tokenSource({
    token: async () => {
      asked += 1;
      return (await machine.headers({ url: '', method: 'POST', body: '' })).authorization ?? '';
    },
  });
  expect(await create(source)).toEqual(made('machine'));
  expect(await create(source)).toEqual(made('machine'));
  expect(asked).toBe(2);
});

test('a token for another client of the provider opens nothing', async () => {
  const machine = machineSource({ userPoolId, server: oauth.server, ...oauth.machine });
  expect(await create(machine, wary)).toMatchObject({ status: 401 });
});
